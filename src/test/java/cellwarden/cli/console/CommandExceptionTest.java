package cellwarden.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class CommandExceptionTest {

  @Test
  void saysWhyAFileIsNotWrittenAndWhatHelps() {
    String yours = "; name a file in a folder that exists and is yours";
    assertWords(new NoSuchFileException("x"), "(there is no such file or folder)" + yours);
    assertWords(new AccessDeniedException("x"), "(permission denied)" + yours);
    assertWords(
        new IOException("No space left on device"),
        "(No space left on device); free some space, or name a file on another disk");
  }

  private static void assertWords(IOException trouble, String words) {
    assertThat(CommandException.unwritable(Path.of("a.txt"), trouble))
        .isEqualTo("a.txt cannot be written " + words);
  }
}
