package cellwarden.cli.console;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/// What ends a command before its work is done, with the exit status that follows.
///
/// The message is one sentence for the user that says what happened, where, and what to do next,
/// never with a secret in it.
public final class CommandException extends RuntimeException {

  /// The battery, the broker or the disk did not do its part, or the program has a bug.
  public static final int FAILURE = ExitCode.SOFTWARE;

  /// Wrong usage or configuration; nothing was started.
  public static final int USAGE = ExitCode.USAGE;

  private static final long serialVersionUID = 1L;

  private final int status;
  private final boolean hasSeveral;

  private CommandException(int status, @Nullable String message, boolean hasSeveral) {
    super(message);
    this.status = status;
    this.hasSeveral = hasSeveral;
  }

  /// The battery, the broker or the disk did not do its part.
  public static CommandException failure(@Nullable String message) {
    return new CommandException(FAILURE, message, false);
  }

  /// The user asked for something that cannot be done as asked; nothing was started.
  public static CommandException usage(@Nullable String message) {
    return new CommandException(USAGE, message, false);
  }

  /// The same with several sentences, such as one for each mistake in a configuration.
  public static CommandException usage(List<String> sentences) {
    return new CommandException(USAGE, String.join("\n", sentences), true);
  }

  /// Why a file could not be read or written, for the middle of a sentence: the exceptions of the
  /// JDK often say no more than its name.
  public static String reason(IOException trouble) {
    return switch (trouble) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "a file of that name is in the way";
      default -> String.valueOf(trouble.getMessage());
    };
  }

  /// The sentence on a new file that could not be written.
  public static String unwritable(Path file, IOException trouble) {
    String reason = reason(trouble);
    return file
        + " cannot be written ("
        + reason
        + (reason.contains("No space left")
            ? "); free some space, or name a file on another disk"
            : "); name a file in a folder that exists and is yours");
  }

  /// At least one.
  List<String> sentences() {
    String message = String.valueOf(getMessage());
    return hasSeveral ? message.lines().toList() : List.of(message);
  }

  int status() {
    return status;
  }
}
