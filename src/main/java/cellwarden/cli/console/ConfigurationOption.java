package cellwarden.cli.console;

import cellwarden.app.Wiring;
import cellwarden.config.ConfigurationException;
import cellwarden.config.ConfigurationFile;
import cellwarden.config.Defaults;
import cellwarden.output.mqtt.client.HiveMqBroker;
import cellwarden.output.mqtt.client.MqttException;
import cellwarden.settings.BatteryConfig;
import cellwarden.settings.Configuration;
import cellwarden.settings.IngestConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `-c FILE`, the same for every command that needs a configuration.
public final class ConfigurationOption {

  private static final String EXAMPLE = "ble:A4:C1:38:00:11:22";

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "The configuration file. Without it: $CELLWARDEN_CONFIG, ./cellwarden.yaml,"
              + " ~/.config/cellwarden/cellwarden.yaml, /etc/cellwarden/cellwarden.yaml.")
  private @Nullable Path file;

  /// That named the battery which was asked for.
  private @Nullable Configuration last;

  /// With a file that the user named.
  public static ConfigurationOption naming(Path file) {
    ConfigurationOption option = new ConfigurationOption();
    option.file = file;
    return option;
  }

  /// Whether the user said which file.
  boolean isNamed() {
    return file != null;
  }

  /// Refuses a file that would not be looked at.
  ///
  /// @param instead what counts instead
  public void refuseBeside(String instead) {
    if (isNamed()) {
      throw CommandException.usage(
          "-c has no effect beside " + instead + "; leave one of them out");
    }
  }

  /// The file as the user said it.
  public Optional<Path> named() {
    return Optional.ofNullable(file);
  }

  /// The configuration of the file.
  ///
  /// @throws CommandException with every problem of the file at once
  public Configuration read() {
    return read(find(null));
  }

  /// The configuration of the file that was named, or of one of the usual ones if there is any.
  ///
  /// @throws CommandException with every problem of the file at once
  public Optional<Configuration> readIfThere() {
    try {
      find(null);
    } catch (CommandException e) {
      if (isNamed()) {
        throw e;
      }
      return Optional.empty();
    }
    return Optional.of(read());
  }

  /// The battery that is meant: names have no colon, addresses have one.
  ///
  /// @throws CommandException if it is neither an address nor a name of the configuration
  public BatteryConfig battery(String said) {
    if (said.contains(":")) {
      refuseBeside("an address");
      return Defaults.battery(said, OptionTypes.address(said, said));
    }
    Path found;
    try {
      found = find(null);
    } catch (CommandException e) {
      throw CommandException.usage(
          said
              + " was taken for a name in the configuration, since an address has a colon ("
              + EXAMPLE
              + "); "
              + e.getMessage());
    }
    Configuration read = read(found);
    last = read;
    return read.battery(said)
        .orElseThrow(() ->
            CommandException.usage(
                found
                    + " has no battery "
                    + said
                    + "; it has "
                    + read.batteries().stream()
                        .map(BatteryConfig::name)
                        .collect(Collectors.joining(", "))
                    + "; or give an address such as "
                    + EXAMPLE));
  }

  /// Where the readings of the battery that was asked for are kept; empty where it was an address.
  public Optional<Path> journal() {
    return Optional.ofNullable(last).map(it -> it.journal().path());
  }

  /// The configuration of this file.
  ///
  /// @throws CommandException with every problem of the file at once
  public static Configuration read(Path file) {
    try {
      return ConfigurationFile.read(file, System.getenv(), Wiring::refusal);
    } catch (ConfigurationException e) {
      throw CommandException.usage(e.problems());
    }
  }

  /// The same of `ingest`, with the files for TLS that it names: they are all that it has to go by.
  ///
  /// @throws CommandException with every problem of the file at once
  public static IngestConfig readIngest(Path file) {
    try {
      IngestConfig config = ConfigurationFile.readIngest(file, System.getenv());
      HiveMqBroker.checkFiles(config.mqtt());
      return config;
    } catch (ConfigurationException e) {
      throw CommandException.usage(e.problems());
    } catch (MqttException e) {
      throw CommandException.usage(file + ": " + e.getMessage());
    }
  }

  /// The file that was named here or by the option, or else one of the usual ones.
  ///
  /// @throws CommandException if there is no file
  public Path find(@Nullable Path named) {
    if (named != null) {
      refuseBeside("a FILE");
    }
    try {
      return ConfigurationFile.find(
          Optional.ofNullable(named == null ? file : named), System.getenv(), Path.of(""));
    } catch (ConfigurationException e) {
      throw CommandException.usage(e.problems());
    }
  }

  /// A configuration in one line, without secrets.
  public static String summary(Configuration configuration) {
    return configuration.batteries().stream()
            .map(ConfigurationOption::summary)
            .collect(Collectors.joining(", "))
        + "; journal "
        + configuration.journal().path()
        + "; "
        + configuration.mqtt().map(mqtt -> "broker " + mqtt.url()).orElse("no broker");
  }

  private static String summary(BatteryConfig battery) {
    long millis = battery.interval().toMillis();
    String interval = millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    return battery.title() + " at " + battery.address() + " every " + interval;
  }
}
