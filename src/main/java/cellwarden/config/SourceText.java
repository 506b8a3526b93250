package cellwarden.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Reads a small UTF-8 file whole, with one sentence for each way in which that can fail.
final class SourceText {
  /// Read whole, in the little memory of the service.
  private static final int LARGEST = 100_000;

  private SourceText() {}

  /// @throws ValueException with a sentence that does not name the file
  static String read(Path file) throws ValueException {
    if (Files.isDirectory(file)) {
      throw new ValueException("this is a folder; name a file inside it");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new ValueException("the file is larger than 100 kB; is it the right one?");
      }
      return decode(bytes);
    } catch (IOException e) {
      throw new ValueException(reason(e));
    }
  }

  static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "permission denied; let this user read the file";
      default -> "the file cannot be read (" + e.getMessage() + ")";
    };
  }

  private static String decode(byte[] bytes) throws ValueException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      long line = text.chars().filter(c -> c == '\n').count() + 1;
      throw new ValueException("line " + line + " is not UTF-8; save the file as UTF-8");
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
