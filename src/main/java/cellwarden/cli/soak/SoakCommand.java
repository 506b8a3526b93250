package cellwarden.cli.soak;

import cellwarden.app.Ending;
import cellwarden.app.Wiring;
import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.ConfigurationOption;
import cellwarden.cli.console.Console;
import cellwarden.cli.console.Progress;
import cellwarden.poll.BatteryReader;
import cellwarden.poll.PollException;
import cellwarden.settings.BatteryConfig;
import cellwarden.time.SystemTime;
import cellwarden.transport.Transport;
import cellwarden.transport.ble.Bluetooth;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `soak`: reads a battery very often and watches what the process holds.
@Command(
    name = "soak",
    description = {
      "Reads a battery as often as said, one poll right after the other, and watches for leaks.",
      "Shows on the way what the process holds: D-Bus connections and match rules, descriptors, threads, heap and",
      "memory. Ends with one sentence; the status is 1 if something grew. Nothing is journalled or published."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden soak --cycles 10000",
      "  cellwarden soak --cycles 10000 tcp:192.168.1.7:8899",
      "  cellwarden soak --cycles 300 myBattery --json",
    })
public final class SoakCommand implements Callable<Integer> {

  /// Fewer make no two halves.
  private static final int FEWEST = 20;

  /// Of more the times would not fit in memory.
  private static final int MOST = 1_000_000;

  private static final long NANOS_OF_MILLI = 1_000_000;
  private static final int PARTS = 10;
  private static final int EARLY = 100;
  private static final Duration BUS_ANSWER = Duration.ofSeconds(5);

  private final Console console;
  private final Supplier<Bluetooth> radio;
  private final List<Footprint> footprints = new ArrayList<>();

  /// What each poll took that read the battery.
  private int[] millis = {};

  private int read;
  private int done;
  private int failures;
  private String lastFault = "";

  @Option(
      names = "--cycles",
      paramLabel = "N",
      required = true,
      description = "How many polls, at least " + FEWEST + ".")
  private int cycles;

  @Parameters(
      paramLabel = "BATTERY",
      arity = "0..1",
      defaultValue = "sim:",
      description = "An address, or a name from the configuration (default: ${DEFAULT-VALUE}).")
  private String battery = "";

  @Option(names = "--json", description = "Print each line as one JSON object.")
  private boolean json;

  @Mixin private ConfigurationOption configuration;

  public SoakCommand(Console console, Supplier<Bluetooth> radio) {
    this.console = console;
    this.radio = radio;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (cycles < FEWEST || cycles > MOST) {
      throw CommandException.usage(
          "--cycles takes %d to %d, not %d".formatted(FEWEST, MOST, cycles));
    }
    BatteryConfig found = configuration.battery(battery);
    millis = new int[cycles];
    Ending ending = Ending.interruptingThisThread();
    try (ending;
        Progress progress = console.progress();
        Bluetooth bluetooth = radio.get()) {
      Transport transport = Wiring.prepared(Wiring.transport(found, bluetooth, _ -> {}));
      soak(found, transport, bluetooth, progress);
    } catch (InterruptedException e) {
      if (!ending.isAsked()) {
        throw e;
      }
      return conclude(false, "stopped after %d of %d cycles".formatted(done, cycles));
    } catch (IOException e) {
      throw CommandException.failure(
          "what this process holds cannot be seen ("
              + CommandException.reason(e)
              + "); soak needs /proc, which Linux has");
    }
    return conclude(found);
  }

  private void soak(
      BatteryConfig found, Transport transport, Bluetooth bluetooth, Progress progress)
      throws IOException, InterruptedException {
    head();
    try (BatteryReader reader =
        Wiring.reader(found, transport, configuration.journal(), SystemTime.start())) {
      while (done < cycles) {
        long start = System.nanoTime();
        try {
          reader.read();
          millis[read++] = (int) ((System.nanoTime() - start) / NANOS_OF_MILLI);
        } catch (PollException e) {
          failures++;
          lastFault = e.fault().kind().label() + ": " + e.fault().detail();
        }
        done++;
        if (done == (cycles + EARLY - 1) / EARLY
            || (long) done * PARTS / cycles > (done - 1L) * PARTS / cycles) {
          Footprint footprint = Footprint.now(done, failures, bluetooth.busUse(BUS_ANSWER));
          footprints.add(footprint);
          progress.clear();
          show(footprint);
        }
        if (done % (cycles / FEWEST) == 0) {
          progress.show("cycle %d of %d ...".formatted(done, cycles));
        }
      }
    }
  }

  private void head() {
    if (!json) {
      StringBuilder line = new StringBuilder(String.format("%10s%10s", "cycles", "failures"));
      for (Held held : Held.values()) {
        line.append(String.format("%13s", held.title()));
      }
      console.print(line.toString());
      console.out().flush();
    }
  }

  private void show(Footprint footprint) {
    if (json) {
      console.printJson(footprint.json());
    } else {
      StringBuilder line =
          new StringBuilder(
              String.format(Locale.ROOT, "%10d%10d", footprint.cycles(), footprint.failures()));
      for (Held held : Held.values()) {
        @Nullable Long value = footprint.held().get(held);
        line.append(String.format("%13s", value == null ? "-" : held.text(value)));
      }
      console.print(line.toString());
    }
    console.out().flush();
  }

  private int conclude(BatteryConfig found) {
    String failed = failures == 0 ? "" : "; %d failed, the last %s".formatted(failures, lastFault);
    if (failures == cycles) {
      return conclude(
          false,
          "none of %d cycles read %s, the last %s".formatted(cycles, found.name(), lastFault));
    }
    List<Growth> growths = Growth.of(footprints, cycles);
    List<Growth> leaks = growths.stream().filter(Growth::isLeak).toList();
    String sum =
        (leaks.isEmpty() ? growths : leaks)
            .stream()
                .filter(growth -> growth.held() != Held.RSS)
                .map(Growth::toString)
                .collect(Collectors.joining(", "));
    return conclude(
        leaks.isEmpty(),
        "%s in the second half of %d cycles: %s; polls took %d ms, the longest %d ms%s"
            .formatted(
                leaks.isEmpty() ? "nothing grew" : "this grew",
                cycles,
                sum,
                times().median(),
                times().longest(),
                failed));
  }

  private PollTimes times() {
    return PollTimes.of(Arrays.copyOf(millis, read));
  }

  private int conclude(boolean fine, String sentence) {
    if (json) {
      console.printJson(times().json(fine, sentence + "."));
    } else {
      console.print("");
      console.print(sentence + ".");
    }
    return fine ? ExitCode.OK : CommandException.FAILURE;
  }
}
