package cellwarden.config;

import java.nio.file.Path;
import java.util.Optional;

/// The password of a section, from the file itself or from another file.
record PasswordFile(Path configuration) {

  /// Empty when there is none, or none that can be had.
  Optional<Secret> password(Settings settings) {
    Optional<Secret> inline = settings.find(Keys.PASSWORD);
    Optional<Path> path = settings.find(Keys.PASSWORD_FILE);
    if (path.isEmpty()) {
      return inline;
    }
    if (settings.node(Keys.PASSWORD.name()).isPresent()) {
      settings.complain(Keys.PASSWORD_FILE, "password is given too; keep one of the two");
      return inline;
    }
    try {
      return Optional.of(read(path.get()));
    } catch (ValueException e) {
      settings.complain(Keys.PASSWORD_FILE, e.getMessage());
      return Optional.empty();
    }
  }

  /// The path is not part of any message: a password may stand in its place by mistake.
  private Secret read(Path path) throws ValueException {
    String text = SourceText.read(configuration.resolveSibling(path));
    String password = text.replaceFirst("\r?\n\\z", "");
    if (password.isEmpty()) {
      throw new ValueException("the file is empty");
    }
    return new Secret(password);
  }
}
