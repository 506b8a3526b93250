package cellwarden.cli.ingest;

import cellwarden.app.Ending;
import cellwarden.app.Version;
import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.ConfigurationOption;
import cellwarden.cli.console.Console;
import cellwarden.fleet.Ingest;
import cellwarden.fleet.status.StatusServer;
import cellwarden.fleet.store.Database;
import cellwarden.fleet.store.StoreException;
import cellwarden.settings.IngestConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/// `ingest`: what many sites publish, into PostgreSQL.
@Command(
    name = "ingest",
    description = {
      "Writes what many sites publish into a PostgreSQL database, until SIGTERM or SIGINT.",
      "The broker keeps each message until it is safe there. As many of these as one likes share the work;"
          + " what the broker lost all the same is asked of the site again."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden ingest -c /etc/cellwarden/ingest.yaml",
      "  cellwarden ingest --migrate -c owner.yaml",
    })
public final class IngestCommand implements Callable<Integer> {

  private final Console console;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      required = true,
      description = "The configuration file, with the sections mqtt and database.")
  private Path file = Path.of("");

  @Option(
      names = "--migrate",
      description =
          "Only make the tables, or bring them up to date: as the user who owns them, where ingest writes as another.")
  private boolean migrate;

  public IngestCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    IngestConfig config = ConfigurationOption.readIngest(file);
    if (migrate) {
      migrate(config);
      return ExitCode.OK;
    }
    try (Ending ending = Ending.onSignal(console.out())) {
      try (Ingest ingest =
          new Ingest(config, file, trouble -> ending.ask(explained(trouble, config)))) {
        console.err().println("cellwarden " + Version.text() + ": " + config.summary());
        Optional<StatusServer> status = status(config, ingest);
        ingest.start();
        ending.await();
        status.ifPresent(StatusServer::close);
      }
      ending.rethrow();
    }
    return ExitCode.OK;
  }

  private static Optional<StatusServer> status(IngestConfig config, Ingest ingest) {
    if (config.metrics().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(StatusServer.start(config.metrics().get(), ingest.figures()));
    } catch (IOException e) {
      throw CommandException.failure(
          "metrics.listen: nothing can listen on "
              + config.metrics().get()
              + " ("
              + e.getMessage()
              + "); choose another address or port");
    }
  }

  private void migrate(IngestConfig config) {
    try {
      new Database(config.database()).prepare();
      console.print("the tables of " + config.database().url() + " are up to date");
    } catch (StoreException e) {
      throw explained(e, config);
    }
  }

  private static Throwable explained(Throwable trouble, IngestConfig config) {
    return trouble instanceof StoreException e ? explained(e, config) : trouble;
  }

  private static CommandException explained(StoreException trouble, IngestConfig config) {
    String sentence = "database " + config.database().url() + ": " + trouble.getMessage();
    return trouble.isHopeless()
        ? CommandException.usage(sentence)
        : CommandException.failure(sentence);
  }
}
