package cellwarden.journal.files;

import cellwarden.journal.LineReader;
import cellwarden.journal.disk.Disk;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Optional;

/// The end of a file: where the numbering goes on and whether the last line has its end.
///
/// @param lastSeq the highest of the samples there, 0 when there is none: the number of the last
///   one may be damaged
/// @param day UTC day of the last sample; without one, of the last whole line
/// @param torn whether the file ends in the middle of a line
/// @param misnumbered whether lines after that sample have a `seq` that no sample can have
/// @param foreign whether it is a text without any line of a journal: the file is somebody else's
public record FileEnd(
    long lastSeq, Optional<LocalDate> day, boolean torn, boolean misnumbered, boolean foreign) {

  /// Where a sample is nearly always found.
  private static final long NEAR = 1 << 16;

  /// Where none is, so many times as much is looked at.
  private static final int MORE = 8;

  /// Reads the end until a sample is found in it: usually little, more where faults fill it.
  public static FileEnd of(Disk.File file) throws IOException {
    long length = file.length();
    long from = Math.max(0, length - NEAR);
    FileEnd end = from(file, from);
    while (end.lastSeq == 0 && from > 0) {
      from = Math.max(0, length - MORE * (length - from));
      end = from(file, from);
    }
    return end;
  }

  private static FileEnd from(Disk.File file, long from) throws IOException {
    LineReader lines = new LineReader(new Disk.Input(file, from, false), from);
    boolean begun = from == 0 || lines.next();
    boolean torn = from > 0 && begun && !lines.ended();
    Line last = new Line(Line.Kind.EVENT, 0, "", false);
    long highest = 0;
    boolean misnumbered = false;
    boolean text = false;
    boolean ours = from > 0;
    while (begun && lines.next()) {
      torn = !lines.ended();
      Line line = Line.at(lines);
      switch (line.kind()) {
        case SAMPLE -> {
          last = line;
          highest = Math.max(highest, line.seq());
          misnumbered = false;
        }
        case FAULT, EVENT -> last = last.seq() == 0 ? line : last;
        case MISNUMBERED -> misnumbered = true;
        case TORN, DAMAGED -> {}
      }
      text |= lines.length() > 0;
      ours = ours || !line.time().isEmpty() || (line.kind() != Line.Kind.EVENT && isOurs(lines));
    }
    return new FileEnd(highest, last.day(), torn, misnumbered, text && !ours);
  }

  /// Whether a line begins as those of a journal do, or has bytes that no text has, as damage
  /// leaves them.
  private static boolean isOurs(LineReader line) {
    byte[] bytes = line.buffer();
    int end = line.start() + line.length();
    boolean begins =
        line.length() > 0
            && bytes[line.start()] == '{'
            && (line.length() == 1 ? !line.ended() : bytes[line.start() + 1] == '"');
    for (int i = line.start(); i < end && !begins; i++) {
      begins = bytes[i] >= 0 && bytes[i] < ' ' && bytes[i] != '\t' && bytes[i] != '\r';
    }
    return begins;
  }
}
