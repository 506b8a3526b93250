package cellwarden.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A journal to which everything happens that happens in years, in any order.
final class RandomJournal {

  private static final List<String> BATTERIES = List.of("a", "b", "c");
  private static final double[] INTERVALS = {10, 30, 600};

  private final Path current;
  private final Random random;
  private final Deque<Path> rotated = new ArrayDeque<>();
  private final Map<String, double[]> counters = new HashMap<>();
  private Instant time;
  private long seq;
  private int files;

  /// @param begin before the clocks are set back, for instance
  RandomJournal(Path current, long seed, Instant begin) {
    this.time = begin;
    this.current = current;
    this.random = new Random(seed);
  }

  /// Does something.
  ///
  /// @return what
  String happen() throws IOException {
    int dice = random.nextInt(12);
    if (dice < 6) {
      return write();
    }
    return switch (dice) {
      case 6, 7 -> rotate();
      case 8 -> compress();
      case 9 -> retain();
      case 10 -> tear();
      default -> jump();
    };
  }

  private String write() throws IOException {
    List<String> lines = new ArrayList<>();
    String battery = BATTERIES.get(Math.min(random.nextInt(4), 2));
    double interval = INTERVALS[random.nextInt(INTERVALS.length)];
    int count = random.nextInt(1, 400);
    for (int i = 0; i < count; i++) {
      time = time.plusMillis(Math.round(interval * 1000 * (0.9 + 0.2 * random.nextDouble())));
      if (random.nextInt(20) == 0) {
        lines.add(Lines.fault(time.toString()));
        continue;
      }
      String name = random.nextInt(10) == 0 ? BATTERIES.get(random.nextInt(3)) : battery;
      seq += random.nextInt(30) == 0 ? 3 : 1;
      double power = Math.round(random.nextGaussian() * 1e4) / 100.0;
      double voltage = Math.round(random.nextDouble(12, 14) * 100) / 100.0;
      String line = Lines.sample(seq, time, name, voltage, power, random.nextInt(101));
      line = random.nextInt(40) == 0 ? line : counted(line, name, power, interval);
      lines.add(random.nextInt(20) == 0 ? suspect(line) : line);
    }
    Lines.append(current, lines);
    return "wrote " + count + " of " + battery;
  }

  private String suspect(String line) {
    return switch (random.nextInt(4)) {
      case 0 -> line.replace("}}", "},\"suspect\":[\"voltage\"]}");
      case 1 -> line.replace("}}", "},\"suspect\":[\"current\",\"cells\"]}");
      case 2 -> line.replaceFirst("\"soc\":[0-9]+", "\"soc\":105");
      default -> line.replace("[21.4,", "[null,");
    };
  }

  /// Counters that usually go on, sometimes stand still, and seldom begin again.
  private String counted(String line, String battery, double power, double interval) {
    double[] counted = counters.computeIfAbsent(battery, _ -> new double[3]);
    if (random.nextInt(200) == 0) {
      Arrays.fill(counted, 0);
    } else if (random.nextInt(20) > 0) {
      counted[power > 0 ? 0 : 1] += Math.abs(power) * interval / 3600;
      counted[2] += interval;
    }
    return Lines.counted(line, counted[0], counted[1], counted[2]);
  }

  private String rotate() throws IOException {
    if (!Files.exists(current)) {
      return "nothing to rotate";
    }
    files++;
    Path to = current.resolveSibling("bms_data-2026-06-01." + files + ".jsonl");
    Files.move(current, to);
    rotated.add(to);
    return "rotated to " + to.getFileName();
  }

  private String compress() throws IOException {
    for (Path file : rotated) {
      if (Files.exists(file)) {
        Lines.compress(file);
        return "compressed " + file.getFileName();
      }
    }
    return "nothing to compress";
  }

  private String retain() throws IOException {
    if (rotated.isEmpty()) {
      return "nothing to remove";
    }
    Path oldest = rotated.remove();
    Files.deleteIfExists(oldest);
    Files.deleteIfExists(oldest.resolveSibling(oldest.getFileName() + ".gz"));
    return "removed " + oldest.getFileName();
  }

  private String tear() throws IOException {
    seq++;
    String line = Lines.sample(seq, time, "a", 13.3, 1, 50);
    Lines.appendText(current, line.substring(0, random.nextInt(1, line.length())) + "\n");
    return "tore a line";
  }

  private String jump() {
    long seconds = random.nextBoolean() ? random.nextInt(10_000) : random.nextInt(400_000);
    time = random.nextInt(3) == 0 ? time.minusSeconds(seconds) : time.plusSeconds(seconds);
    return "set the clock to " + time;
  }
}
