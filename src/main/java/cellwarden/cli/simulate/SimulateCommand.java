package cellwarden.cli;

import cellwarden.simulator.RecordedAnswers;
import cellwarden.simulator.SimulatedBms;
import cellwarden.simulator.SimulatorOptions;
import cellwarden.simulator.SimulatorServer;
import cellwarden.transport.Address;
import cellwarden.transport.AddressException;
import cellwarden.transport.SimAddress;
import cellwarden.transport.TcpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `simulate`: a JBD BMS for others to connect to, or the journal that it would have left.
@Command(
    name = "simulate",
    description = {
      "Is a JBD BMS for other programs to connect to, or writes the journal that one would have left.",
      "Serves one at a time, until SIGTERM or SIGINT. Its options and faults are those of a sim: address; see",
      "docs/reference/simulator.md."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden simulate --listen tcp:127.0.0.1:8899",
      "  cellwarden simulate --listen tcp:127.0.0.1:8899 --battery 'sim:16s?capacity=280&speed=60'",
      "  cellwarden simulate --listen tcp:127.0.0.1:8899 --battery 'sim:4s?faults=noisy'",
      "  cellwarden simulate --listen tcp:127.0.0.1:8899 --answers recorded.json --select pack1-basic,pack1-cells",
      "  cellwarden simulate --journal june.jsonl --from 2026-06-01 --to 2026-07-01 --interval 10s",
    })
final class SimulateCommand implements Callable<Integer> {

  private final Console console;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      description = "Where to listen, such as tcp:127.0.0.1:8899.")
  private @Nullable String listen;

  @Option(
      names = "--battery",
      paramLabel = "SIM",
      defaultValue = "sim:",
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

  @Mixin private SimulatedJournalOptions journal;

  SimulateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path file = journal.file();
    if ((listen == null) == (file == null)) {
      throw new UsageException(
          "simulate takes either --listen, such as tcp:127.0.0.1:8899, or --journal");
    }
    if (listen != null) {
      journal.requireNone();
      listen(listenAddress(listen), bms());
    } else if (file != null) {
      write(file);
    }
    return ExitStatus.OK;
  }

  private void listen(TcpAddress address, SimulatedBms bms) throws InterruptedException {
    try (Ending ending = Ending.onSignal(console)) {
      try (SimulatorServer _ = server(bms, address)) {
        console.out().println("listening on " + address);
        console.out().flush();
        ending.await();
      }
    }
  }

  private void write(Path file) {
    if (answers != null) {
      throw new UsageException("--answers goes with --listen only");
    }
    SimulatedJournal simulated = journal.of(options().pack());
    try (Ending ending = Ending.onSignal(console);
        Progress progress = console.progress()) {
      long samples = simulated.write(file, progress, ending::isAsked);
      progress.clear();
      console.out().println("wrote " + samples + " samples of " + simulated.name() + " to " + file);
    } catch (FileAlreadyExistsException e) {
      throw new UsageException(file + " exists already; name another file");
    } catch (IOException e) {
      throw new FailureException(
          file
              + " cannot be written ("
              + FileTrouble.reason(e)
              + "); name a file in a folder that exists and is yours, and check the disk");
    }
  }

  private SimulatedBms bms() {
    SimulatorOptions options = options();
    if (answers == null) {
      return SimulatedBms.of(options);
    }
    try {
      RecordedAnswers recorded = RecordedAnswers.read(answers, select);
      return SimulatedBms.serving(recorded, options.faults(), options.pack().seed());
    } catch (IOException e) {
      throw new UsageException(
          answers
              + " cannot be read ("
              + FileTrouble.reason(e)
              + "); name a file of recorded answers");
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private SimulatorOptions options() {
    if (!(address("--battery", battery) instanceof SimAddress sim)) {
      throw new UsageException(
          "--battery takes a simulated battery such as sim:16s, not " + battery);
    }
    try {
      return SimulatorOptions.parse(sim);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static TcpAddress listenAddress(String listen) {
    if (address("--listen", listen) instanceof TcpAddress tcp) {
      return tcp;
    }
    throw new UsageException(
        "--listen takes an address such as tcp:127.0.0.1:8899 in this version, not " + listen);
  }

  private static Address address(String option, String text) {
    try {
      return Address.parse(text);
    } catch (AddressException e) {
      throw new UsageException(option + " " + text + ": " + e.getMessage());
    }
  }

  private static SimulatorServer server(SimulatedBms bms, TcpAddress address) {
    try {
      return SimulatorServer.listen(bms, new InetSocketAddress(address.host(), address.port()));
    } catch (IOException e) {
      throw new FailureException(
          "cannot listen on "
              + address
              + " ("
              + e.getMessage()
              + "); choose another port or address of this machine");
    }
  }
}
