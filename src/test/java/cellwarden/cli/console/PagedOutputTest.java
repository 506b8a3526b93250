package cellwarden.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pager of the tests writes a file.
final class PagedOutputTest {

  private static final Terminal SCREEN = Terminal.of(80, 5, false);

  @TempDir private Path folder = Path.of("");
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @Test
  void whatFitsIsShownAtOnce() throws IOException {
    write(4, SCREEN, pager());
    assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualTo("line\n".repeat(4));
    assertThat(folder.resolve("paged")).doesNotExist();
  }

  @Test
  void longOutputGoesWholeThroughThePager() throws IOException {
    write(9, SCREEN, pager());
    assertThat(shown.size()).isZero();
    assertThat(folder.resolve("paged")).hasContent("line\n".repeat(9));
  }

  @Test
  void nothingIsPagedWithoutATerminalOrAPager() throws IOException {
    write(9, Terminal.NONE, pager());
    write(9, SCREEN, "");
    write(9, SCREEN, "cat");
    write(9, SCREEN, folder.resolve("missing").toString());
    assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualTo("line\n".repeat(36));
  }

  @Test
  void knowsThatThePagerWasLeft() throws IOException {
    try (PagedOutput out = output(SCREEN, "true")) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  out.write(new byte[1 << 16]);
                  out.write('\n');
                }
              })
          .isInstanceOf(IOException.class);
      assertThat(out.isLeft()).isTrue();
    }
  }

  private String pager() {
    return "dd status=none of=" + folder.resolve("paged");
  }

  private PagedOutput output(Terminal screen, String pager) {
    return PagedOutput.of(
        new PrintStream(shown, false, StandardCharsets.UTF_8), screen, Map.of("PAGER", pager));
  }

  private void write(int lines, Terminal screen, String pager) throws IOException {
    try (PagedOutput out = output(screen, pager)) {
      for (int i = 0; i < lines; i++) {
        out.write("line\n".getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
