package cellwarden.journal.disk;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/// A file of a [ModelDisk], whatever its names are: what is read of it, and what the disk has.
final class ModelInode {

  private static final int SECTOR = 512;

  private byte[] cache = new byte[0];
  private byte[] durable = new byte[0];
  private final BitSet dirty = new BitSet();
  private boolean locked;

  /// The bytes as they are read now.
  @SuppressWarnings("ArrayReturnedWithoutCopy")
  byte[] bytes() {
    return cache;
  }

  boolean locked() {
    return locked;
  }

  void lock(boolean isLocked) {
    locked = isLocked;
  }

  /// Writes the first `count` bytes.
  void write(int position, byte[] bytes, int count) {
    if (count == 0) {
      return;
    }
    int end = position + count;
    cache = Arrays.copyOf(cache, Math.max(cache.length, end));
    System.arraycopy(bytes, 0, cache, position, count);
    dirty.set(position / SECTOR, (end - 1) / SECTOR + 1);
  }

  void truncate(int length) {
    cache = Arrays.copyOf(cache, length);
  }

  /// Forces all to the disk.
  void persist() {
    persist(cache.length, _ -> true);
    dirty.clear();
  }

  /// Forces any part to the disk.
  void persistPart(RandomGenerator random) {
    int length = cache.length;
    if (random.nextBoolean()) {
      int least = Math.min(durable.length, length);
      int most = Math.max(durable.length, length);
      length = least + random.nextInt(most - least + 1);
    }
    persist(length, _ -> random.nextInt(3) != 0);
  }

  /// A failed fsync: any part gets there, and the operating system takes the rest for written.
  void persistPartAndForget(RandomGenerator random) {
    persistPart(random);
    dirty.clear();
  }

  private void persist(int length, IntPredicate sectorGetsThere) {
    byte[] onDisk = Arrays.copyOf(durable, length);
    for (int sector = dirty.nextSetBit(0); sector >= 0; sector = dirty.nextSetBit(sector + 1)) {
      int from = sector * SECTOR;
      int to = Math.min(Math.min(from + SECTOR, length), cache.length);
      if (from < to && sectorGetsThere.test(sector)) {
        System.arraycopy(cache, from, onDisk, from, to - from);
      }
    }
    durable = onDisk;
  }

  /// The file as the next start finds it when the power goes now.
  ModelInode afterPowerCut(RandomGenerator random) {
    persistPart(random);
    ModelInode after = new ModelInode();
    after.cache = durable;
    after.durable = durable;
    return after;
  }
}
