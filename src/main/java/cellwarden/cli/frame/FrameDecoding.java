package cellwarden.cli.frame;

import cellwarden.capture.Btsnoop;
import cellwarden.capture.CaptureException;
import cellwarden.capture.CaptureLine;
import cellwarden.capture.CapturedFrames;
import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.Console;
import cellwarden.protocol.Decoded;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/// Decodes what comes in: one line of output for each line of hex or of a capture, and for each
/// fragment of a btsnoop log.
///
/// The lines of a capture go on from one to the next, so each is shown when it is known whether
/// another follows.
final class FrameDecoding {

  /// How many lines may be written before it is noticed that nobody reads them.
  private static final int LINES_UNSEEN = 1000;

  private final Console console;
  private final boolean json;
  private final CapturedFrames captured = new CapturedFrames();
  private @Nullable DecodedLine last;
  private long number;

  FrameDecoding(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  int run(PushbackInputStream in) throws IOException {
    if (Btsnoop.startsAt(in)) {
      readBtsnoop(in);
    } else {
      readLines(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
    }
    return ExitCode.OK;
  }

  private void readBtsnoop(PushbackInputStream in) throws IOException {
    try {
      Btsnoop.Recording recording = Btsnoop.read(in);
      recording.lines().forEach(this::decode);
      endCapture();
      if (recording.torn()) {
        throw CommandException.usage(
            "the btsnoop log ends within a packet; what came before it was decoded");
      }
    } catch (CaptureException e) {
      throw CommandException.usage("the btsnoop log " + e.getMessage());
    }
  }

  private void readLines(BufferedReader lines) throws IOException {
    long notHex = 0;
    long firstNotHex = 0;
    boolean heard = true;
    HexLines reader = new HexLines(lines);
    for (Optional<String> next = reader.next(); next.isPresent() && heard; next = reader.next()) {
      String line = next.get();
      Optional<CaptureLine> capture = CaptureLine.find(line);
      if (capture.isPresent()) {
        decode(capture.get());
      } else {
        endCapture();
        DecodedLine decoded = DecodedLine.of(line);
        print(decoded);
        if (decoded.error().isPresent() && notHex++ == 0) {
          firstNotHex = number;
        }
      }
      heard = isHeard(lines);
    }
    endCapture();
    if (notHex > 0) {
      throw CommandException.usage(notHex(notHex, firstNotHex));
    }
  }

  private void decode(CaptureLine line) {
    if (last != null) {
      print(last);
    }
    last = DecodedLine.of(captured.feed(line), line.kind() == CaptureLine.Kind.SENT);
  }

  private void endCapture() {
    if (last != null) {
      List<Decoded> found = new ArrayList<>(last.found());
      found.addAll(captured.end());
      print(DecodedLine.of(found, last.sent()));
      last = null;
    }
  }

  private void print(DecodedLine line) {
    number++;
    FramePrinter.print(number, line, json, console);
  }

  /// Flushes as soon as no more input waits, so that a line typed by hand is answered at once.
  private boolean isHeard(BufferedReader lines) throws IOException {
    boolean inputWaits = lines.ready() && number % LINES_UNSEEN != 0;
    return inputWaits || !console.out().checkError();
  }

  private static String notHex(long count, long first) {
    return count == 1
        ? "line " + first + " of the input is not hexadecimal; the other lines were decoded"
        : count + " lines of the input are not hexadecimal, the first is line " + first;
  }
}
