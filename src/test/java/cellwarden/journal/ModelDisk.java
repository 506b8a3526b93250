package cellwarden.journal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A disk in memory, with the page cache of an operating system in front of it: what was not forced
/// to it may be lost when the power goes, sector by sector, and so may names. For one thread.
final class ModelDisk implements Disk {

  static final int SECTOR = 512;

  /// The power goes in the middle of a call.
  static final class PowerCut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /// What is done to the disk.
  enum Op {
    OPEN,
    LOOK,
    READ,
    WRITE,
    TRUNCATE,
    SYNC,
    MOVE,
    DELETE,
    SYNC_FOLDER
  }

  /// Decides about each call.
  @FunctionalInterface
  interface Faults {
    /// Lets a call pass or fails it.
    ///
    /// @return how many bytes of a write arrive before it fails; for any other call `length`
    int allow(Op op, String name, int length) throws IOException;
  }

  /// A file, whatever its names are.
  private static final class Inode {
    private byte[] cache = new byte[0];
    private byte[] durable = new byte[0];
    private final BitSet dirty = new BitSet();
    private boolean locked;
  }

  private final RandomGenerator random;
  private Map<String, Inode> names = new HashMap<>();

  /// The names after each change since they were forced to the disk; the first are those that were.
  private final List<Map<String, Inode>> history = new ArrayList<>(List.of(Map.of()));

  private Faults faults = (_, _, length) -> length;
  private long callsLeft = Long.MAX_VALUE;
  private long free = Long.MAX_VALUE;
  private boolean off;

  ModelDisk(RandomGenerator random) {
    this.random = random;
  }

  void faults(Faults newFaults) {
    faults = newFaults;
  }

  /// The power goes in the middle of this call from now on.
  void cutPowerAfter(long calls) {
    callsLeft = calls;
  }

  void free(long bytes) {
    free = bytes;
  }

  /// What the next start finds after the power was cut: any part of what was not forced to the
  /// disk.
  ModelDisk afterPowerCut() {
    ModelDisk after = new ModelDisk(random);
    Map<Inode, Inode> left = new HashMap<>();
    history
        .get(random.nextInt(history.size()))
        .forEach((name, inode) ->
            after.names.put(name, left.computeIfAbsent(inode, this::afterPowerCut)));
    after.history.set(0, Map.copyOf(after.names));
    return after;
  }

  private Inode afterPowerCut(Inode before) {
    persist(before, true);
    Inode after = new Inode();
    after.cache = before.durable;
    after.durable = before.durable;
    return after;
  }

  /// What the next start finds after the program was killed: all that was written.
  ModelDisk afterKill() {
    ModelDisk after = new ModelDisk(random);
    after.names = new HashMap<>(names);
    after.history.clear();
    after.history.addAll(history);
    after.names.values().forEach(inode -> inode.locked = false);
    return after;
  }

  /// The files, as they are read now.
  Map<String, byte[]> files() {
    Map<String, byte[]> files = new HashMap<>();
    names.forEach((name, inode) -> files.put(name, inode.cache));
    return files;
  }

  @Override
  public DiskFile open(Path path) throws IOException {
    allow(Op.OPEN, path, 0);
    Inode inode = names.get(name(path));
    if (inode == null) {
      inode = new Inode();
      rename(path, inode);
    }
    return new OpenFile(name(path), inode);
  }

  @Override
  public @Nullable DiskFile openLocked(Path path) throws IOException {
    OpenFile file = (OpenFile) open(path);
    if (file.inode.locked) {
      return null;
    }
    file.inode.locked = true;
    file.holdsLock = true;
    return file;
  }

  @Override
  public DiskFile openToRead(Path path) throws IOException {
    return new OpenFile(name(path), existing(path));
  }

  @Override
  public Entry entry(Path path) throws IOException {
    Inode inode = existing(path);
    return new Entry(name(path), inode.cache.length, inode);
  }

  @Override
  public List<Entry> list(Path folder) throws IOException {
    allow(Op.LOOK, folder, 0);
    return names.entrySet().stream()
        .map(entry -> new Entry(entry.getKey(), entry.getValue().cache.length, entry.getValue()))
        .toList();
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    Inode inode = existing(from);
    boolean cut = allow(Op.MOVE, to, 0) < 0;
    if (!cut || random.nextBoolean()) {
      names.remove(name(from));
      rename(to, inode);
    }
    endIf(cut);
  }

  @Override
  public void delete(Path path) throws IOException {
    boolean cut = allow(Op.DELETE, path, 0) < 0;
    if (names.containsKey(name(path)) && (!cut || random.nextBoolean())) {
      rename(path, null);
    }
    endIf(cut);
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    boolean cut = allow(Op.SYNC_FOLDER, folder, 0) < 0;
    endIf(cut);
    history.clear();
    history.add(Map.copyOf(names));
  }

  @Override
  public long free(Path folder) {
    return free;
  }

  private Inode existing(Path path) throws IOException {
    allow(Op.LOOK, path, 0);
    Inode inode = names.get(name(path));
    if (inode == null) {
      throw new NoSuchFileException(path.toString());
    }
    return inode;
  }

  private void rename(Path path, @Nullable Inode inode) {
    if (inode == null) {
      names.remove(name(path));
    } else {
      names.put(name(path), inode);
    }
    history.add(Map.copyOf(names));
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /// @return below 0 when the power goes now
  private int allow(Op op, Path path, int length) throws IOException {
    return allow(op, name(path), length);
  }

  private int allow(Op op, String name, int length) throws IOException {
    endIf(off);
    callsLeft--;
    if (callsLeft < 0) {
      off = true;
      return -1;
    }
    return faults.allow(op, name, length);
  }

  private static void endIf(boolean cut) {
    if (cut) {
      throw new PowerCut();
    }
  }

  /// @param part whether only any part of it gets there
  private void persist(Inode inode, boolean part) {
    int length = inode.cache.length;
    if (part && random.nextBoolean()) {
      int least = Math.min(inode.durable.length, length);
      int most = Math.max(inode.durable.length, length);
      length = least + random.nextInt(most - least + 1);
    }
    byte[] durable = Arrays.copyOf(inode.durable, length);
    for (int sector = inode.dirty.nextSetBit(0);
        sector >= 0;
        sector = inode.dirty.nextSetBit(sector + 1)) {
      int from = sector * SECTOR;
      int to = Math.min(Math.min(from + SECTOR, length), inode.cache.length);
      if (from < to && !(part && random.nextInt(3) == 0)) {
        System.arraycopy(inode.cache, from, durable, from, to - from);
      }
    }
    inode.durable = durable;
    if (!part) {
      inode.dirty.clear();
    }
  }

  /// An open file.
  private final class OpenFile implements DiskFile {

    private final String name;
    private final Inode inode;
    private boolean holdsLock;
    private boolean open = true;

    OpenFile(String name, Inode inode) {
      this.name = name;
      this.inode = inode;
    }

    @Override
    public long length() throws IOException {
      requireOpen();
      endIf(allow(Op.LOOK, name, 0) < 0);
      return inode.cache.length;
    }

    @Override
    public int read(long position, byte[] into, int start, int length) throws IOException {
      requireOpen();
      endIf(allow(Op.READ, name, length) < 0);
      int count = (int) Math.min(length, inode.cache.length - position);
      if (count <= 0) {
        return -1;
      }
      System.arraycopy(inode.cache, (int) position, into, start, count);
      return count;
    }

    @Override
    public void write(long position, byte[] bytes) throws IOException {
      requireOpen();
      int allowed = allow(Op.WRITE, name, bytes.length);
      boolean cut = allowed < 0;
      int count = cut ? random.nextInt(bytes.length + 1) : allowed;
      put((int) position, bytes, count);
      endIf(cut);
      if (count < bytes.length) {
        throw new IOException("No space left on device");
      }
    }

    private void put(int position, byte[] bytes, int count) {
      if (count == 0) {
        return;
      }
      int end = position + count;
      if (end > inode.cache.length) {
        inode.cache = Arrays.copyOf(inode.cache, end);
      } else {
        inode.cache = inode.cache.clone();
      }
      System.arraycopy(bytes, 0, inode.cache, position, count);
      inode.dirty.set(position / SECTOR, (end - 1) / SECTOR + 1);
    }

    @Override
    public void truncate(long length) throws IOException {
      requireOpen();
      endIf(allow(Op.TRUNCATE, name, 0) < 0);
      inode.cache = Arrays.copyOf(inode.cache, (int) length);
    }

    /// When it fails the system takes the bytes for written all the same.
    @Override
    public void sync() throws IOException {
      requireOpen();
      boolean cut;
      try {
        cut = allow(Op.SYNC, name, 0) < 0;
      } catch (IOException e) {
        persist(inode, true);
        inode.dirty.clear();
        throw e;
      }
      persist(inode, cut);
      endIf(cut);
    }

    @Override
    public void close() {
      open = false;
      if (holdsLock) {
        inode.locked = false;
      }
    }

    private void requireOpen() throws IOException {
      if (!open) {
        throw new FileNotFoundException(name + " is closed");
      }
    }
  }
}
