package cellwarden.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The package as others take it: alone.
final class LibraryTest {

  private static final Path PAGE = Path.of("docs/how-to/decode-in-java.md");
  private static final Path LIBRARY = Path.of("src/library/pom.xml");

  @TempDir private Path folder;

  @Test
  void pageRunsOnTheLibraryAloneAndPrintsWhatItSays() throws Exception {
    String page = Files.readString(PAGE);
    Files.writeString(folder.resolve("Decode.java"), block(page, "java"));
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classesOfTheLibrary().toString(),
                "Decode.java")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String printed = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(printed).isEqualTo(block(page, "text"));
    assertThat(java.waitFor()).isZero();
  }

  private Path classesOfTheLibrary() throws IOException, URISyntaxException {
    Path all =
        Path.of(ResponseDecoder.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path alone = folder.resolve("classes");
    try (Stream<Path> files = Files.walk(all.resolve("cellwarden/protocol"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = alone.resolve(all.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    return alone;
  }

  private static String block(String page, String language) {
    Matcher block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(block.find()).as(language).isTrue();
    return block.group(1);
  }

  @Test
  void coordinatesAreTheSameEverywhere() throws IOException {
    String program = Files.readString(Path.of("pom.xml"));
    String library = Files.readString(LIBRARY);
    assertThat(first(library, "groupId")).isEqualTo(first(program, "groupId"));
    assertThat(first(library, "version")).isEqualTo(first(program, "version"));
    assertThat(library).contains("<version>" + first(program, "jspecify.version") + "</version>");
    assertThat(Files.readString(PAGE))
        .contains(
            "`%s:%s:%s`"
                .formatted(
                    first(library, "groupId"),
                    first(library, "artifactId"),
                    first(library, "version")));
  }

  private static String first(String pom, String element) {
    Matcher value = Pattern.compile("<" + element + ">(.*?)</").matcher(pom);
    assertThat(value.find()).as(element).isTrue();
    return value.group(1);
  }
}
