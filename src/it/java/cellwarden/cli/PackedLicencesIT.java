package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The package says of each library under which licence it stands, and has the text of that.
final class PackedLicencesIT {

  private static final String PACKAGE = "packaging/debian/copyright";
  private static final String INGEST = "packaging/ingest/copyright";
  private static final Path LIBRARIES = Path.of("target/lib");
  private static final Pattern FILES =
      Pattern.compile("(?:^Files:)? (usr/lib/cellwarden/(?:lib|ingest)/\\S+)$");
  private static final Pattern USED = Pattern.compile("^License: (\\S.*)$");

  @Test
  void eachLibraryIsNamedOnceAndNothingElse() throws IOException {
    List<PathMatcher> named =
        Stream.of(PACKAGE, INGEST)
            .flatMap(file -> found(FILES, file))
            .map(PackedLicencesIT::glob)
            .toList();
    try (Stream<Path> jars = Files.list(LIBRARIES)) {
      List<Path> packed = jars.map(jar -> LIBRARIES.relativize(jar)).toList();

      assertThat(packed)
          .isNotEmpty()
          .allSatisfy(jar -> assertThat(named).filteredOn(glob -> glob.matches(jar)).hasSize(1));
      assertThat(named).allSatisfy(glob -> assertThat(packed).anyMatch(glob::matches));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {PACKAGE, INGEST})
  void eachLicenceThatIsNamedHasItsText(String file) {
    List<String> copyright = lines(file);
    List<String> texts =
        Stream.iterate(0, i -> i < copyright.size() - 1, i -> i + 1)
            .filter(i -> copyright.get(i).startsWith("License: "))
            .filter(i -> copyright.get(i + 1).startsWith(" "))
            .map(i -> copyright.get(i).substring("License: ".length()))
            .toList();

    assertThat(texts).containsExactlyInAnyOrderElementsOf(found(USED, file).distinct().toList());
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> found(Pattern line, String file) {
    return lines(file).stream()
        .flatMap(text -> line.matcher(text).results())
        .map(it -> it.group(1));
  }

  private static PathMatcher glob(String file) {
    return FileSystems.getDefault()
        .getPathMatcher("glob:" + file.substring(file.lastIndexOf('/') + 1));
  }
}
