package cellwarden.journal;

import cellwarden.journal.disk.Disk;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// Cuts a file of the journal into lines, one after the other, in a buffer that it uses again.
///
/// A line may be anything: [cellwarden.journal.files.Line] says what it is.
public final class LineReader implements AutoCloseable {

  /// A thousand times what a line of ours takes: what is longer was left by a file system that lost
  /// its data, and is cut off here.
  public static final int LONGEST_LINE = 1 << 20;

  private static final int FIRST_SIZE = 1 << 16;
  private static final int READ_AT_ONCE = 1 << 13;
  private static final byte LINE_FEED = '\n';

  private final InputStream in;
  private byte[] buffer = new byte[FIRST_SIZE];
  private int start;
  private int length;
  private long dropped;
  private int filled;
  private int scanned;
  private long offset;
  private long nextOffset;
  private boolean ended;
  private final boolean endsAtTrouble;
  private @Nullable IOException damage;
  private boolean atEnd;

  /// @param offset where the stream begins in the file, not compressed
  public LineReader(InputStream in, long offset) {
    this(in, offset, false);
  }

  /// @param endsAtTrouble whether a disk that cannot read on is the end of the lines, as damage is:
  ///   one bad sector must not keep anybody from the other files
  public LineReader(InputStream in, long offset, boolean endsAtTrouble) {
    this.in = in;
    this.nextOffset = offset;
    this.endsAtTrouble = endsAtTrouble;
  }

  /// Reads a segment from an offset on, or its compressed copy where that took its place.
  ///
  /// @param plain its path without `.gz`
  /// @throws NoSuchFileException if it was removed
  public static LineReader ofSegment(Disk disk, Path plain, long offset) throws IOException {
    try {
      return new LineReader(new Disk.Input(disk.openToRead(plain), offset, true), offset, true);
    } catch (NoSuchFileException e) {
      return ofCompressed(disk.openToRead(JournalFiles.compressed(plain)), offset);
    }
  }

  private static LineReader ofCompressed(Disk.File file, long offset) throws IOException {
    boolean opened = false;
    try {
      Unzipped in = new Unzipped(new Disk.Input(file, 0, true));
      in.skipNBytes(offset);
      opened = true;
      return new LineReader(in, offset, true);
    } catch (ZipException | EOFException e) {
      LineReader unreadable = new LineReader(InputStream.nullInputStream(), 0);
      unreadable.damage = e;
      return unreadable;
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }

  /// Goes to the next line.
  ///
  /// @return whether there is one; the last one may have no end
  public boolean next() throws IOException {
    start = scanned;
    offset = nextOffset;
    dropped = 0;
    while (true) {
      int feed = indexOfLineFeed();
      if (feed >= 0) {
        scanned = feed + 1;
        length = feed - start;
        nextOffset += dropped + length + 1;
        ended = true;
        return true;
      }
      scanned = filled;
      if (filled - start >= LONGEST_LINE) {
        dropped += filled - start - LONGEST_LINE / 2;
        filled = start + LONGEST_LINE / 2;
        scanned = filled;
      }
      if (!fill()) {
        length = filled - start;
        nextOffset += dropped + length;
        ended = false;
        return length > 0;
      }
    }
  }

  /// Where the line stands: from [#start()] on, [#length()] bytes, until the next call of
  /// [#next()].
  @SuppressWarnings("ArrayReturnedWithoutCopy")
  public byte[] buffer() {
    return buffer;
  }

  /// Where the line begins in the buffer.
  public int start() {
    return start;
  }

  /// How long the line is without its line feed, in bytes.
  public int length() {
    return length;
  }

  /// The same where the line is longer than any of ours and was cut off here.
  public long fullLength() {
    return length + dropped;
  }

  /// A copy of the line without its line feed.
  public byte[] line() {
    return Arrays.copyOfRange(buffer, start, start + length);
  }

  /// Where the line begins in the file; in a compressed one, in what `zcat` gives.
  public long offset() {
    return offset;
  }

  /// Where the next line begins in the file.
  public long nextOffset() {
    return nextOffset;
  }

  /// Whether the line has its line feed. The last line of the current file may be without: it is
  /// being written, or was torn by a power cut.
  public boolean ended() {
    return ended;
  }

  /// Whether a compressed file turned out to be damaged, or a disk to have lost a part of a rotated
  /// one: there is no way to read on in it.
  public boolean damaged() {
    return damage != null;
  }

  /// What the damage is, such as `Input/output error`; empty where there is none.
  public Optional<String> damage() {
    return Optional.ofNullable(damage).map(Disk::reason);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private int indexOfLineFeed() {
    for (int i = scanned; i < filled; i++) {
      if (buffer[i] == LINE_FEED) {
        return i;
      }
    }
    return -1;
  }

  private boolean fill() throws IOException {
    if (atEnd) {
      return false;
    }
    makeRoom();
    try {
      int count = in.read(buffer, filled, buffer.length - filled);
      atEnd = count < 0;
      filled += Math.max(0, count);
      return !atEnd;
    } catch (IOException e) {
      boolean zipped = e instanceof ZipException || e instanceof EOFException;
      if (!zipped && !endsAtTrouble) {
        throw e;
      }
      damage = e;
      atEnd = true;
      int saved = in instanceof Unzipped unzipped ? unzipped.saved() : 0;
      filled += saved;
      return saved > 0;
    }
  }

  private void makeRoom() {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, filled - start);
      filled -= start;
      scanned -= start;
      start = 0;
    }
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
  }

  /// What a compressed file holds, up to the very byte where it is damaged.
  private static final class Unzipped extends GZIPInputStream {

    private long given;

    Unzipped(InputStream in) throws IOException {
      super(in, READ_AT_ONCE);
    }

    @Override
    public int read(byte[] into, int start, int length) throws IOException {
      int count = super.read(into, start, length);
      given += Math.max(0, count);
      return count;
    }

    /// How many bytes the last call, which failed, put where it was asked to.
    int saved() {
      return (int) Math.max(0, inf.getBytesWritten() - given);
    }
  }
}
