package cellwarden.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/// Why a file could not be read or written: the exceptions of the JDK often say no more than its
/// name.
public final class FileTrouble {

  private FileTrouble() {}

  /// The reason, for the middle of a sentence.
  public static String reason(IOException trouble) {
    return switch (trouble) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case AccessDeniedException _ -> "this user has not the right to";
      default -> String.valueOf(trouble.getMessage());
    };
  }
}
