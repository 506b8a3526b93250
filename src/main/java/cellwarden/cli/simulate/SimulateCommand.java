package cellwarden.cli.simulate;

import cellwarden.app.Ending;
import cellwarden.app.Wiring;
import cellwarden.capture.CaptureException;
import cellwarden.capture.CaptureFile;
import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.Console;
import cellwarden.cli.console.OptionTypes;
import cellwarden.cli.console.Progress;
import cellwarden.config.ValueTypes;
import cellwarden.simulator.PtyServer;
import cellwarden.simulator.RecordedAnswers;
import cellwarden.simulator.ReplayedBms;
import cellwarden.simulator.ServedBms;
import cellwarden.simulator.SimulatedBms;
import cellwarden.simulator.SimulatorOption;
import cellwarden.simulator.SimulatorOptions;
import cellwarden.simulator.SimulatorServer;
import cellwarden.transport.SimAddress;
import cellwarden.transport.TcpAddress;
import cellwarden.transport.TransportException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `simulate`: a JBD BMS for others to connect to, the journal that it would have left, or many
/// sites.
@Command(
    name = "simulate",
    description = {
      "Is a JBD BMS for other programs, writes the journal of one, or is a fleet of sites at a broker.",
      "Serves one at a time, until SIGTERM or SIGINT. Its options and faults are those of a sim: address;"
          + " see docs/reference/simulator.md."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden simulate --listen tcp:127.0.0.1:8899",
      "  cellwarden simulate --listen tcp:127.0.0.1:8899 --battery 'sim:16s?speed=60'",
      "  cellwarden simulate --listen tcp:127.0.0.1:8899 --battery 'sim:4s?faults=noisy'",
      "  cellwarden simulate --listen tcp:127.0.0.1:8899 --answers recorded.json",
      "  cellwarden simulate --listen tcp:127.0.0.1:8899 --replay capture.txt",
      "  cellwarden simulate --listen pty:",
      "  cellwarden simulate --listen ble:hci0",
      "  cellwarden simulate --journal june.jsonl --from 2026-06 --to 2026-07",
      "  cellwarden simulate --fleet 1000 --sites 100 --broker mqtt://127.0.0.1:1883 --dir fleet",
    })
public final class SimulateCommand implements Callable<Integer> {

  private static final String PTY = "pty:";
  private static final String USUAL_BATTERY = "sim:";
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(10);

  /// An adapter, and the service that the module has.
  private static final Pattern AIR = Pattern.compile("ble:(hci[0-9]+)(?:\\?service=(ff00|fff0))?");

  private static final int FF00 = 0xFF00;
  private static final int FFF0 = 0xFFF0;

  /// The name on the air.
  private static final String ADVERTISED = "JBD-SIMULATED";

  private final Console console;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      description = {
        "Where to listen: tcp:127.0.0.1:8899; pty: for a serial port, whose path is printed; pty:PATH also makes",
        "a link to it; or ble:hci0 to be a Bluetooth LE battery."
      })
  private @Nullable String listen;

  @Option(
      names = "--battery",
      paramLabel = "SIM",
      defaultValue = USUAL_BATTERY,
      description = "What to be (default: ${DEFAULT-VALUE}).")
  private String battery = "";

  @Option(
      names = "--answers",
      paramLabel = "FILE",
      description = "Serve the recorded answers of a JSON file instead of a simulated battery.")
  private @Nullable Path answers;

  @Option(
      names = "--select",
      paramLabel = "IDS",
      split = ",",
      description = "With --answers: only the entries with these ids, or beginnings of ids.")
  private List<String> select = List.of();

  @Option(
      names = "--replay",
      paramLabel = "FILE",
      description =
          "Play a recorded dialogue back instead: one of 'capture', or a phone's btsnoop log.")
  private @Nullable Path replay;

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description = "Write the journal that the battery would have left, instead of listening.")
  private @Nullable Path journal;

  @Option(
      names = "--from",
      paramLabel = "T",
      description = "With --journal: time of the first sample, such as 2026-06-01T12:00:00Z.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "T",
      description = "With --journal: the end; the last sample is before it.")
  private @Nullable Instant to;

  @Option(
      names = "--interval",
      paramLabel = "D",
      description = "With --journal and --fleet: time from sample to sample (default: 10s).")
  private @Nullable Duration interval;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      converter = NameConverter.class,
      description = "With --journal: the battery's name in it (default: myBattery).")
  private @Nullable String name;

  @Mixin private final FleetOptions fleet = new FleetOptions();

  /// Names of batteries, under the rules of the configuration.
  static final class NameConverter implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      return OptionTypes.convert(text, ValueTypes::batteryName);
    }
  }

  public SimulateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (Stream.of(listen, journal, fleet.size()).filter(Objects::nonNull).count() != 1) {
      throw CommandException.usage(
          "simulate takes either --listen, such as tcp:127.0.0.1:8899, or --journal, or --fleet");
    }
    if (fleet.size() != null) {
      if (Stream.of(answers, replay, from, to, name).anyMatch(Objects::nonNull)
          || !battery.equals(USUAL_BATTERY)
          || !select.isEmpty()) {
        throw CommandException.usage(
            "--fleet goes with --broker, --sites, --interval, --prefix, --dir and --seed only");
      }
      fleet.run(interval == null ? USUAL_INTERVAL : interval, console);
      return ExitCode.OK;
    }
    fleet.refuseWithoutSize();
    if (listen != null) {
      if (from != null || to != null || interval != null || name != null) {
        throw CommandException.usage("--from, --to, --interval and --name go with --journal only");
      }
      if (answers == null && !select.isEmpty()) {
        throw CommandException.usage("--select goes with --answers only");
      }
      if (answers != null && replay != null) {
        throw CommandException.usage("simulate takes either --answers or --replay");
      }
      if (replay != null && !battery.equals(USUAL_BATTERY)) {
        throw CommandException.usage(
            "--battery has no effect beside --replay; leave one of them out");
      }
      Matcher air = AIR.matcher(listen);
      if (air.matches()) {
        advertise(listen, air.group(1), "fff0".equals(air.group(2)) ? FFF0 : FF00);
      } else if (listen.startsWith(PTY)) {
        String link = listen.substring(PTY.length());
        ServedBms bms = bms();
        serve(() -> onPty(bms, link));
      } else {
        TcpAddress address = listenAddress(listen);
        ServedBms bms = bms();
        serve(() -> onTcp(bms, address));
      }
    } else if (journal != null) {
      if (answers != null || replay != null) {
        throw CommandException.usage(
            (answers == null ? "--replay" : "--answers") + " goes with --listen only");
      }
      write(journal);
    }
    return ExitCode.OK;
  }

  /// @param start begins to listen, and gives what ends that
  private void serve(Supplier<Runnable> start) throws InterruptedException {
    try (Ending ending = Ending.onSignal(console.out())) {
      Runnable end = start.get();
      try {
        ending.await();
      } finally {
        end.run();
      }
    }
  }

  private void listening(Object address) {
    console.print("listening on " + address);
    console.out().flush();
  }

  private void advertise(String address, String adapter, int service) throws InterruptedException {
    ServedBms bms = bms();
    try (Ending ending = Ending.onSignal(console.out());
        AutoCloseable _ = Wiring.onTheAir(adapter, service, ADVERTISED, bms)) {
      console.print("on the air as " + ADVERTISED + " at " + address);
      console.out().flush();
      ending.await();
    } catch (TransportException e) {
      throw CommandException.failure(
          "cannot be a battery on the air: "
              + e.getMessage()
              + e.advice().map(advice -> "; " + advice).orElse(""));
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void write(Path file) {
    if (from == null || to == null) {
      throw CommandException.usage("--journal needs --from and --to, such as --from 2026-06-01");
    }
    if (!from.isBefore(to)) {
      throw CommandException.usage("--from must be before --to");
    }
    Duration every = interval == null ? USUAL_INTERVAL : interval;
    if (every.compareTo(SHORTEST_INTERVAL) < 0) {
      throw CommandException.usage(
          "--interval is at least 1s, the step in which the battery lives");
    }
    String named = name == null ? "myBattery" : name;
    SimulatorOptions options =
        options(
            EnumSet.complementOf(EnumSet.of(SimulatorOption.SPEED, SimulatorOption.FAULTS)),
            "speed and faults of --battery go with --listen only");
    write(file, new SimulatedJournal(options.pack(), named, from, to, every));
  }

  private void write(Path file, SimulatedJournal simulated) {
    try (Ending ending = Ending.cuttingShort(console.out());
        Progress progress = console.progress()) {
      long samples =
          simulated.write(
              file,
              percent -> progress.show("writing %s (%d %%) ...".formatted(file, percent)),
              ending::isAsked);
      progress.clear();
      String written = samples == 1 ? "1 sample" : samples + " samples";
      if (ending.isAsked()) {
        console.note(
            "stopped before the end: %s holds the first %s only; remove it to begin again."
                .formatted(file, written));
      } else {
        console.print("wrote " + written + " of " + simulated.name() + " to " + file);
      }
    } catch (FileAlreadyExistsException e) {
      throw CommandException.usage(file + " exists already; name another file");
    } catch (IOException e) {
      throw CommandException.failure(CommandException.unwritable(file, e) + ", and check the disk");
    }
  }

  private ServedBms bms() {
    if (replay != null) {
      return replayed(replay);
    }
    if (answers == null) {
      return SimulatedBms.of(options(EnumSet.allOf(SimulatorOption.class), ""));
    }
    SimulatorOptions options =
        options(
            EnumSet.of(SimulatorOption.FAULTS, SimulatorOption.SEED),
            "with --answers, --battery says nothing but faults and seed, such as sim:?faults=noisy");
    try {
      RecordedAnswers recorded = RecordedAnswers.read(answers, select);
      return SimulatedBms.serving(recorded, options.faults(), options.pack().seed());
    } catch (IOException e) {
      throw CommandException.usage(
          answers
              + " cannot be read ("
              + CommandException.reason(e)
              + "); name a file of recorded answers");
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(e.getMessage());
    }
  }

  private static ServedBms replayed(Path file) {
    try {
      return ReplayedBms.of(CaptureFile.read(file));
    } catch (CaptureException | IllegalArgumentException e) {
      throw CommandException.usage(file + " " + e.getMessage());
    } catch (IOException e) {
      throw CommandException.usage(
          file + " cannot be read (" + CommandException.reason(e) + "); name a capture file");
    }
  }

  /// @param used what has an effect
  /// @param sentence refuses what has none
  private SimulatorOptions options(Set<SimulatorOption> used, String sentence) {
    if (!(OptionTypes.address("--battery " + battery, battery) instanceof SimAddress sim)) {
      throw CommandException.usage(
          "--battery takes a simulated battery such as sim:16s, not " + battery);
    }
    try {
      SimulatorOptions options = SimulatorOptions.parse(sim);
      Set<String> known = used.stream().map(SimulatorOption::label).collect(Collectors.toSet());
      boolean cellsCount = used.contains(SimulatorOption.CAPACITY);
      if (!known.containsAll(sim.options().keySet()) || !(cellsCount || sim.spec().isEmpty())) {
        throw CommandException.usage(sentence);
      }
      return options;
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(e.getMessage());
    }
  }

  private static TcpAddress listenAddress(String listen) {
    if (OptionTypes.address("--listen " + listen, listen) instanceof TcpAddress tcp) {
      return tcp;
    }
    throw CommandException.usage(
        "--listen takes an address such as tcp:127.0.0.1:8899, pty: for a serial port, or ble:hci0, not "
            + listen);
  }

  private Runnable onTcp(ServedBms bms, TcpAddress address) {
    try {
      InetSocketAddress here = new InetSocketAddress(address.host(), address.port());
      SimulatorServer server = SimulatorServer.listen(bms, here);
      listening(address);
      return server::close;
    } catch (IOException e) {
      throw CommandException.failure(
          "cannot listen on "
              + address
              + " ("
              + e.getMessage()
              + "); choose another port or address of this machine");
    }
  }

  private Runnable onPty(ServedBms bms, String link) {
    Optional<Path> path = Optional.of(link).filter(name -> !name.isEmpty()).map(Path::of);
    try {
      PtyServer server =
          PtyServer.listen(
              bms, path.map(Path::toAbsolutePath), port -> listening("serial:" + port));
      return server::close;
    } catch (FileAlreadyExistsException e) {
      throw CommandException.usage(link + " exists already; name another path for the link");
    } catch (IOException e) {
      throw CommandException.failure(
          "cannot listen on "
              + PTY
              + link
              + " ("
              + CommandException.reason(e)
              + "); "
              + (link.isEmpty()
                  ? "use tcp:127.0.0.1:8899"
                  : "name a path in a folder that is yours"));
    }
  }
}
