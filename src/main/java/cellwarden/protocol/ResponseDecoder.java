package cellwarden.protocol;

import cellwarden.protocol.Decoded.Reason;
import cellwarden.protocol.FrameFormat.FrameCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds the frames in what a link delivers, however it is sliced.
///
/// Every start byte is tried; the earliest that begins a frame with the announced length, the end
/// byte and the right checksum wins, and what precedes it is skipped. A start byte that fails costs
/// one byte, not one frame. A start byte whose frame is not complete yet is waited for, so the same
/// bytes give the same answers in any slicing; [#end] says that no more will come. Bytes after a
/// frame are kept for the next one.
///
/// Module frames have no end byte and only an 8-bit sum, which is met by chance inside payloads.
/// They count only where one fragment holds them whole, at its start or right after another frame.
/// While a start byte waits for its frame, a fragment must consist of nothing else; the waiting
/// bytes stay as they are.
///
/// Never throws, whatever comes, and never holds more than one incomplete frame. Not for use by
/// several threads.
public final class ResponseDecoder {

  private static final int INITIAL_CAPACITY = 512;

  private byte[] buffer = new byte[INITIAL_CAPACITY];
  private int length;

  /// Where the newest fragment starts in the buffer; negative once its first bytes are taken.
  private int fragmentStart;

  private int skippedBytes;
  private Reason skippedReason = Reason.BAD_START;

  /// Takes one fragment: a notification, or whatever one read of a stream returned.
  ///
  /// @return what is certain now, in the order of the stream
  public List<Decoded> feed(byte[] fragment) {
    List<Decoded> found = new ArrayList<>(2);
    if (length > 0) {
      List<Decoded> frames = moduleFrames(fragment);
      if (!frames.isEmpty()) {
        flushSkipped(found);
        found.addAll(frames);
        return found;
      }
    }
    append(fragment);
    scan(found, false);
    return found;
  }

  /// Ends the stream: a start byte that still waits for its frame is given up and what follows it
  /// is scanned again. The decoder is empty afterwards.
  public List<Decoded> end() {
    List<Decoded> found = new ArrayList<>(2);
    scan(found, true);
    flushSkipped(found);
    return found;
  }

  /// Forgets everything, so that a half frame of an earlier exchange cannot swallow the next
  /// answer.
  public void reset() {
    length = 0;
    skippedBytes = 0;
  }

  /// The module frames of a fragment that consists of nothing else; empty for any other.
  private static List<Decoded> moduleFrames(byte[] fragment) {
    List<Decoded> frames = List.of();
    int at = 0;
    while (ModuleFrame.startsAt(fragment, at, fragment.length)
        && ModuleFrame.judge(fragment, at, fragment.length) == FrameCheck.VALID) {
      frames = at == 0 ? new ArrayList<>() : frames;
      frames.add(new Decoded.Module(ModuleFrame.ofFrame(fragment, at)));
      at += ModuleFrame.size(fragment, at);
    }
    return at == fragment.length ? frames : List.of();
  }

  private void append(byte[] fragment) {
    int needed = length + fragment.length;
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, needed));
    }
    System.arraycopy(fragment, 0, buffer, length, fragment.length);
    fragmentStart = length;
    length = needed;
  }

  private void scan(List<Decoded> found, boolean ended) {
    int at = 0;
    while (at < length) {
      int taken = takeAt(at, found, ended);
      if (taken == 0) {
        break;
      }
      at += taken;
    }
    System.arraycopy(buffer, at, buffer, 0, length - at);
    length -= at;
    fragmentStart -= at;
    if (buffer.length > INITIAL_CAPACITY && length <= INITIAL_CAPACITY) {
      buffer = Arrays.copyOf(buffer, INITIAL_CAPACITY);
    }
  }

  /// @return how many bytes are settled at `at`, 0 when the frame there is not complete yet
  private int takeAt(int at, List<Decoded> found, boolean ended) {
    if (mayBeModuleFrame(at)) {
      return takeModuleFrame(at, found);
    }
    if ((buffer[at] & 0xFF) != FrameFormat.START) {
      return skip(Reason.BAD_START, found);
    }
    return switch (FrameFormat.judge(buffer, at, length)) {
      case VALID -> {
        flushSkipped(found);
        found.add(frameAt(at));
        yield FrameFormat.size(buffer, at);
      }
      case BAD_END -> skip(Reason.BAD_END, found);
      case BAD_CHECKSUM -> skip(Reason.BAD_CHECKSUM, found);
      case INCOMPLETE -> ended ? skip(Reason.TRUNCATED, found) : 0;
    };
  }

  /// Only where the newest fragment starts, or right after a frame in it.
  private boolean mayBeModuleFrame(int at) {
    boolean atBorder = at == fragmentStart || (at > fragmentStart && skippedBytes == 0);
    return atBorder && ModuleFrame.startsAt(buffer, at, length);
  }

  private int takeModuleFrame(int at, List<Decoded> found) {
    return switch (ModuleFrame.judge(buffer, at, length)) {
      case VALID -> {
        flushSkipped(found);
        found.add(new Decoded.Module(ModuleFrame.ofFrame(buffer, at)));
        yield ModuleFrame.size(buffer, at);
      }
      case BAD_END, BAD_CHECKSUM -> skip(Reason.BAD_CHECKSUM, found);
      case INCOMPLETE -> skip(Reason.TRUNCATED, found);
    };
  }

  private Decoded frameAt(int at) {
    return Request.Op.isOp(buffer[at + 1] & 0xFF)
        ? new Decoded.Echo(Request.ofFrame(buffer, at))
        : new Decoded.Answer(Response.ofFrame(buffer, at));
  }

  /// Skips one byte. Bytes that are no start join the run before them: they are the rest of the
  /// frame that failed.
  private int skip(Reason reason, List<Decoded> found) {
    if (reason != Reason.BAD_START || skippedBytes == 0) {
      flushSkipped(found);
      skippedReason = reason;
    }
    skippedBytes++;
    return 1;
  }

  private void flushSkipped(List<Decoded> found) {
    if (skippedBytes > 0) {
      found.add(new Decoded.Skipped(skippedBytes, skippedReason));
      skippedBytes = 0;
    }
  }
}
