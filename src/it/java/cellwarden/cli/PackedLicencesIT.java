package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The package says of each library under which licence it stands, and has the text of that.
final class PackedLicencesIT {

  private static final Path LIBRARIES = Path.of("target/lib");
  private static final Pattern FILES =
      Pattern.compile("(?:^Files:)? (usr/lib/cellwarden/lib/\\S+)$");
  private static final Pattern USED = Pattern.compile("^License: (\\S.*)$");

  private final List<String> copyright = read();

  private static List<String> read() {
    try {
      return Files.readAllLines(Path.of("packaging/debian/copyright"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void eachLibraryIsNamedOnceAndNothingElse() throws IOException {
    List<PathMatcher> named = found(FILES).map(PackedLicencesIT::glob).toList();
    try (Stream<Path> jars = Files.list(LIBRARIES)) {
      List<Path> packed = jars.map(jar -> LIBRARIES.relativize(jar)).toList();

      assertThat(packed)
          .isNotEmpty()
          .allSatisfy(jar -> assertThat(named).filteredOn(glob -> glob.matches(jar)).hasSize(1));
      assertThat(named).allSatisfy(glob -> assertThat(packed).anyMatch(glob::matches));
    }
  }

  @Test
  void eachLicenceThatIsNamedHasItsText() {
    List<String> texts =
        Stream.iterate(0, i -> i < copyright.size() - 1, i -> i + 1)
            .filter(i -> copyright.get(i).startsWith("License: "))
            .filter(i -> copyright.get(i + 1).startsWith(" "))
            .map(i -> copyright.get(i).substring("License: ".length()))
            .toList();

    assertThat(texts).containsExactlyInAnyOrderElementsOf(found(USED).distinct().toList());
  }

  private Stream<String> found(Pattern line) {
    return copyright.stream().flatMap(text -> line.matcher(text).results()).map(it -> it.group(1));
  }

  private static PathMatcher glob(String file) {
    return FileSystems.getDefault()
        .getPathMatcher("glob:" + file.substring(file.lastIndexOf('/') + 1));
  }
}
