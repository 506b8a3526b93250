package cellwarden.journal.disk;

import cellwarden.file.WholeFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A disk in memory, with the page cache of an operating system in front of it: what was not forced
/// to it may be lost when the power goes, sector by sector, and so may names. Safe for use by
/// several threads, one call after the other.
public final class ModelDisk implements Disk {

  /// The power goes in the middle of a call.
  public static final class PowerCut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /// What is done to the disk.
  public enum Op {
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
  public interface Faults {
    /// Lets a call pass or fails it.
    ///
    /// @return how many bytes of a write arrive before it fails; for any other call `length`
    int allow(Op op, String name, int length) throws IOException;
  }

  private final RandomGenerator random;
  private Map<String, ModelInode> names = new HashMap<>();

  /// The names after each change since they were forced to the disk; the first are those that were.
  private final List<Map<String, ModelInode>> history = new ArrayList<>(List.of(Map.of()));

  private Faults faults = (_, _, length) -> length;
  private volatile Consumer<String> beforeSync = _ -> {};
  private long callsLeft = Long.MAX_VALUE;
  private long free = Long.MAX_VALUE;
  private boolean off;

  public ModelDisk(RandomGenerator random) {
    this.random = random;
  }

  public synchronized void faults(Faults newFaults) {
    faults = newFaults;
  }

  /// Runs in front of each fsync of a file, whose name it gets, while other calls go on.
  public void beforeSync(Consumer<String> action) {
    beforeSync = action;
  }

  /// The power goes in the middle of this call from now on.
  public synchronized void cutPowerAfter(long calls) {
    callsLeft = calls;
  }

  /// The power goes now: nothing is done any more.
  public synchronized void cutPower() {
    off = true;
  }

  public synchronized void free(long bytes) {
    free = bytes;
  }

  /// What the next start finds after the power was cut: any part of what was not forced to the
  /// disk.
  public synchronized ModelDisk afterPowerCut() {
    ModelDisk after = new ModelDisk(random);
    Map<ModelInode, ModelInode> left = new HashMap<>();
    history
        .get(random.nextInt(history.size()))
        .forEach((name, inode) ->
            after.names.put(
                name, left.computeIfAbsent(inode, before -> before.afterPowerCut(random))));
    after.history.set(0, Map.copyOf(after.names));
    return after;
  }

  /// What the next start finds after the program was killed: all that was written.
  public synchronized ModelDisk afterKill() {
    ModelDisk after = new ModelDisk(random);
    after.names = new HashMap<>(names);
    after.history.clear();
    after.history.addAll(history);
    after.names.values().forEach(inode -> inode.lock(false));
    return after;
  }

  /// The files, as they are read now.
  public synchronized Map<String, byte[]> files() {
    Map<String, byte[]> files = new HashMap<>();
    names.forEach((name, inode) -> files.put(name, inode.bytes()));
    return files;
  }

  @Override
  public synchronized File open(Path path) throws IOException {
    allow(Op.OPEN, path, 0);
    ModelInode inode = names.get(name(path));
    if (inode == null) {
      inode = new ModelInode();
      rename(path, inode);
    }
    return new OpenFile(name(path), inode);
  }

  @Override
  public synchronized @Nullable File openLocked(Path path) throws IOException {
    OpenFile file = (OpenFile) open(path);
    if (file.inode.locked()) {
      return null;
    }
    file.inode.lock(true);
    file.holdsLock = true;
    return file;
  }

  @Override
  public synchronized boolean isLocked(Path path) throws IOException {
    allow(Op.LOOK, path, 0);
    ModelInode inode = names.get(name(path));
    return inode != null && inode.locked();
  }

  @Override
  public synchronized File openToRead(Path path) throws IOException {
    allow(Op.OPEN, path, 0);
    return new OpenFile(name(path), existing(path));
  }

  @Override
  public synchronized Entry entry(Path path) throws IOException {
    ModelInode inode = existing(path);
    return new Entry(name(path), inode.bytes().length, inode);
  }

  @Override
  public synchronized List<Entry> list(Path folder) throws IOException {
    allow(Op.LOOK, folder, 0);
    return names.entrySet().stream()
        .map(entry -> new Entry(entry.getKey(), entry.getValue().bytes().length, entry.getValue()))
        .toList();
  }

  @Override
  public void replace(Path path, byte[] bytes) throws IOException {
    Path fresh = path.resolveSibling(path.getFileName() + WholeFile.UNFINISHED);
    delete(fresh);
    try (File file = open(fresh)) {
      file.write(0, bytes);
      file.sync();
    }
    move(fresh, path);
    syncFolder(path.resolveSibling("."));
  }

  @Override
  public synchronized void move(Path from, Path to) throws IOException {
    ModelInode inode = existing(from);
    boolean cut = allow(Op.MOVE, to, 0) < 0;
    if (!cut || random.nextBoolean()) {
      names.remove(name(from));
      rename(to, inode);
    }
    endIf(cut);
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    boolean cut = allow(Op.DELETE, path, 0) < 0;
    if (names.containsKey(name(path)) && (!cut || random.nextBoolean())) {
      rename(path, null);
    }
    endIf(cut);
  }

  @Override
  public synchronized void syncFolder(Path folder) throws IOException {
    boolean cut = allow(Op.SYNC_FOLDER, folder, 0) < 0;
    endIf(cut);
    history.clear();
    history.add(Map.copyOf(names));
  }

  @Override
  public synchronized long free(Path folder) {
    return free;
  }

  private ModelInode existing(Path path) throws IOException {
    allow(Op.LOOK, path, 0);
    ModelInode inode = names.get(name(path));
    if (inode == null) {
      throw new NoSuchFileException(path.toString());
    }
    return inode;
  }

  private void rename(Path path, @Nullable ModelInode inode) {
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

  private void force(ModelInode inode, String name) throws IOException {
    boolean cut;
    try {
      cut = allow(Op.SYNC, name, 0) < 0;
    } catch (IOException e) {
      inode.persistPartAndForget(random);
      throw e;
    }
    if (cut) {
      inode.persistPart(random);
      throw new PowerCut();
    }
    inode.persist();
  }

  /// An open file.
  private final class OpenFile implements File {

    private final String name;
    private final ModelInode inode;
    private boolean holdsLock;
    private boolean open = true;

    OpenFile(String name, ModelInode inode) {
      this.name = name;
      this.inode = inode;
    }

    @Override
    public long length() throws IOException {
      synchronized (ModelDisk.this) {
        allowOrEnd(Op.LOOK, 0);
        return inode.bytes().length;
      }
    }

    @Override
    public int read(long position, byte[] into, int start, int length) throws IOException {
      synchronized (ModelDisk.this) {
        allowOrEnd(Op.READ, length);
        int count = (int) Math.min(length, inode.bytes().length - position);
        if (count <= 0) {
          return -1;
        }
        System.arraycopy(inode.bytes(), (int) position, into, start, count);
        return count;
      }
    }

    @Override
    public void write(long position, byte[] bytes) throws IOException {
      synchronized (ModelDisk.this) {
        requireOpen();
        int allowed = allow(Op.WRITE, name, bytes.length);
        boolean cut = allowed < 0;
        int count = cut ? random.nextInt(bytes.length + 1) : allowed;
        inode.write((int) position, bytes, count);
        endIf(cut);
        if (count < bytes.length) {
          throw new IOException("No space left on device");
        }
      }
    }

    @Override
    public void truncate(long length) throws IOException {
      synchronized (ModelDisk.this) {
        allowOrEnd(Op.TRUNCATE, 0);
        inode.truncate((int) length);
      }
    }

    @Override
    public void sync() throws IOException {
      beforeSync.accept(name);
      synchronized (ModelDisk.this) {
        requireOpen();
        force(inode, name);
      }
    }

    @Override
    public void close() {
      synchronized (ModelDisk.this) {
        open = false;
        if (holdsLock) {
          inode.lock(false);
        }
      }
    }

    private void allowOrEnd(Op op, int length) throws IOException {
      requireOpen();
      endIf(allow(op, name, length) < 0);
    }

    private void requireOpen() throws IOException {
      if (!open) {
        throw new FileNotFoundException(name + " is closed");
      }
    }
  }
}
