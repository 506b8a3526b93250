package cellwarden.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationFileTest {
  @TempDir private Path folder = Path.of("");
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void liveInTemporaryHome() {
    environment.put("HOME", folder.resolve("home").toString());
  }

  private Path find(Optional<Path> named) throws ConfigurationException {
    return ConfigurationFile.find(
        named, environment, folder.resolve("work"), folder.resolve("etc/cellwarden"));
  }

  private Path make(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    return Files.writeString(file, "");
  }

  @Test
  void closerPlacesComeFirst() throws ConfigurationException, IOException {
    Path system = make("etc/cellwarden/cellwarden.yaml");
    assertThat(find(Optional.empty())).isEqualTo(system);
    Path user = make("home/.config/cellwarden/cellwarden.yaml");
    assertThat(find(Optional.empty())).isEqualTo(user);
    Path xdg = make("xdg/cellwarden/cellwarden.yaml");
    environment.put("XDG_CONFIG_HOME", folder.resolve("xdg").toString());
    assertThat(find(Optional.empty())).isEqualTo(xdg);
    Path here = make("work/cellwarden.yaml");
    assertThat(find(Optional.empty())).isEqualTo(here);
    Path variable = make("elsewhere.yaml");
    environment.put("CELLWARDEN_CONFIG", variable.toString());
    assertThat(find(Optional.empty())).isEqualTo(variable);
    assertThat(find(Optional.of(Path.of("named.yaml"))))
        .isEqualTo(folder.resolve("work/named.yaml"));
  }

  @Test
  void foldersAndRelativeXdgDoNotCount() throws ConfigurationException, IOException {
    Files.createDirectories(folder.resolve("work/cellwarden.yaml"));
    environment.put("XDG_CONFIG_HOME", "xdg");
    environment.put("CELLWARDEN_CONFIG", "");
    Path user = make("home/.config/cellwarden/cellwarden.yaml");
    assertThat(find(Optional.empty())).isEqualTo(user);
  }

  @Test
  void sayWhereItLooked() {
    assertThatThrownBy(() -> find(Optional.empty()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "no configuration: looked for %s/work/cellwarden.yaml,".formatted(folder)
                + " %s/home/.config/cellwarden/cellwarden.yaml,".formatted(folder)
                + " %s/etc/cellwarden/cellwarden.yaml;".formatted(folder)
                + " make one with \"cellwarden config init\" or name one with -c");
    environment.clear();
    assertThatThrownBy(() -> find(Optional.empty())).message().doesNotContain("home");
  }

  @Test
  void variableThatNamesNothingIsBlamed() {
    environment.put("CELLWARDEN_CONFIG", "gone.yaml");
    assertThatThrownBy(() -> find(Optional.empty()))
        .hasMessage(
            folder.resolve("work/gone.yaml")
                + ": there is no such file; the environment variable CELLWARDEN_CONFIG names it");
  }

  @Test
  void systemFolderIsLookedAtLast() {
    assertThatThrownBy(() ->
            ConfigurationFile.find(
                Optional.empty(), Map.of("CELLWARDEN_CONFIG", "gone.yaml"), Path.of("")))
        .hasMessageStartingWith("gone.yaml: ");
  }
}
