package cellwarden.cli.setup;

import cellwarden.app.Ending;
import cellwarden.app.Wiring;
import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.ConfigurationOption;
import cellwarden.cli.console.Console;
import cellwarden.cli.console.Progress;
import cellwarden.cli.doctor.BrokerWalk;
import cellwarden.cli.doctor.Steps;
import cellwarden.cli.scan.Found;
import cellwarden.cli.scan.Search;
import cellwarden.config.ConfigurationException;
import cellwarden.config.ConfigurationFile;
import cellwarden.config.ExampleConfiguration;
import cellwarden.poll.BatteryReader;
import cellwarden.poll.PollException;
import cellwarden.settings.BatteryConfig;
import cellwarden.settings.Configuration;
import cellwarden.settings.MqttConfig;
import cellwarden.text.Printable;
import cellwarden.time.SystemTime;
import cellwarden.transport.TransportException;
import cellwarden.transport.ble.Bluetooth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/// `setup`: finds batteries, asks for names and the broker, tries both, writes the configuration
/// and starts the service.
@Command(
    name = "setup",
    description = {
      "Sets the service up: finds batteries, asks for names and the broker, and tries both.",
      "Then it writes the configuration and starts the service. It changes nothing before it has asked."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sudo cellwarden setup",
      "  cellwarden setup -c cellwarden.yaml",
    })
public final class SetupCommand implements Callable<Integer> {

  /// Where the service looks.
  private static final Path FILE = Path.of("/etc/cellwarden/cellwarden.yaml");

  private static final String JOURNAL = "/var/lib/cellwarden/bms_data.jsonl";
  private static final String NAME = "[A-Za-z0-9_-]{1,64}";
  private static final String NO_BROKER = "none";
  private static final long LONGEST = 3600;

  private final Console console;
  private final Supplier<Bluetooth> radio;
  private final Dialogue dialogue;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long to listen for batteries (default: ${DEFAULT-VALUE}).")
  private long seconds;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      defaultValue = "/etc/cellwarden/cellwarden.yaml",
      description = "The file to write (default: ${DEFAULT-VALUE}).")
  private Path file = FILE;

  public SetupCommand(Console console, Supplier<Bluetooth> radio) {
    this.console = console;
    this.radio = radio;
    this.dialogue = new Dialogue(console);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (seconds < 1 || seconds > LONGEST) {
      throw CommandException.usage("--seconds is 1 to " + LONGEST);
    }
    if (!console.isDialogue()) {
      explain();
      throw CommandException.usage(
          "setup asks questions, so it needs a terminal; without one write "
              + file
              + " as shown, nothing was changed");
    }
    if (!SetupFiles.isWritable(file)) {
      throw CommandException.usage(
          "setup may not write %s; run 'sudo cellwarden setup', or name another file with -c"
              .formatted(file));
    }
    Optional<String> before = before();
    if (before.isPresent() && !mayReplace(before.get())) {
      dialogue.say("Nothing was changed.");
      new SystemdService(dialogue, file).sayWhereToLook();
      return ExitCode.OK;
    }
    Draft draft = broker(batteries());
    dialogue.say("");
    if (!dialogue.confirm("Write " + file + "?", true)) {
      dialogue.say("Nothing was changed.");
      return ExitCode.OK;
    }
    write(draft, before.isPresent());
    new SystemdService(dialogue, file).offer();
    return ExitCode.OK;
  }

  private Draft nothing() {
    return new Draft(
        Map.of(), Optional.empty(), isForService() ? Optional.of(JOURNAL) : Optional.empty());
  }

  private boolean isForService() {
    return file.toAbsolutePath().normalize().equals(FILE);
  }

  private void explain() {
    console.print("# " + file);
    console
        .out()
        .print(
            nothing()
                .with("myBattery", "ble:A4:C1:38:00:11:22")
                .with(new Draft.Broker("mqtt://127.0.0.1:1883", "cellwarden", "x"))
                .text(passwordFile().getFileName().toString()));
    console.print("");
    console.print("# The password of the broker stands in " + passwordFile() + ".");
    console.print("# To find batteries: cellwarden scan");
    console.print("# Then: cellwarden config check " + file + " && " + SystemdService.START);
    console.out().flush();
  }

  /// Beside the configuration; of its own for each one that is not the usual one.
  private Path passwordFile() {
    String name = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    return file.resolveSibling(
        name.equals("cellwarden") ? "mqtt_password" : name + "_mqtt_password");
  }

  /// What the file holds; empty where there is nothing that somebody wrote.
  private Optional<String> before() {
    try {
      String text = Files.exists(file) ? Files.readString(file) : "";
      boolean isOnlyComments =
          text.lines().allMatch(line -> line.isBlank() || line.stripLeading().startsWith("#"));
      return Optional.of(text)
          .filter(_ -> !isOnlyComments && !text.equals(ExampleConfiguration.text()));
    } catch (IOException e) {
      throw CommandException.usage(
          "%s cannot be read (%s); setup would replace it"
              .formatted(file, CommandException.reason(e)));
    }
  }

  private boolean mayReplace(String text) {
    String words;
    try {
      words = ConfigurationOption.summary(parse(text));
    } catch (ConfigurationException e) {
      words = "it has mistakes ('cellwarden config check' names them)";
    }
    dialogue.say(file + " is there already: " + words + ".");
    return dialogue.confirm("Replace it? What it holds is kept beside it.", false);
  }

  private Configuration parse(String text) throws ConfigurationException {
    return ConfigurationFile.parse(text, file, System.getenv(), Wiring::refusal);
  }

  /// A draft as it would be read, with a password that is in no file yet.
  private Configuration tried(Draft draft) throws ConfigurationException {
    String password = draft.broker().map(Draft.Broker::password).orElse("");
    return ConfigurationFile.parse(
        draft.trial(), file, Map.of(Draft.PASSWORD_VARIABLE, password), Wiring::refusal);
  }

  private Draft batteries() throws InterruptedException {
    Draft draft = nothing();
    try (Bluetooth bluetooth = radio.get()) {
      for (Found found : scanned(bluetooth)) {
        draft = offered(draft, found.address().toString(), found.name(), bluetooth);
      }
      String address;
      do {
        dialogue.say("");
        address =
            dialogue.ask(
                (draft.batteries().isEmpty() ? "Address of a" : "Address of another")
                    + " battery, such as ble:A4:C1:38:00:11:22, serial:/dev/ttyUSB0 or"
                    + " tcp:192.168.1.7:8899 (Enter: none)",
                "");
        if (!address.isEmpty()) {
          draft = offered(draft, address, "", bluetooth);
        }
      } while (!address.isEmpty());
    }
    if (draft.batteries().isEmpty()) {
      throw CommandException.failure(
          "no battery was named, so nothing was changed; 'cellwarden doctor' says what may keep"
              + " batteries from being found");
    }
    return draft;
  }

  private List<Found> scanned(Bluetooth bluetooth) throws InterruptedException {
    dialogue.say("Listening for batteries for " + seconds + " s ...");
    try (Ending ending = Ending.interruptingThisThread();
        Progress progress = console.progress()) {
      Search search = new Search(bluetooth.scanner(), Duration.ofSeconds(seconds));
      List<Found> found =
          Found.all(search.run(ending, progress)).stream().filter(Found::isCandidate).toList();
      dialogue.say(
          found.isEmpty()
              ? "None was heard. One that a phone app holds is silent, and so is one that sleeps."
              : "Found " + found.size() + ":");
      return found;
    } catch (TransportException e) {
      dialogue.say(
          "No Bluetooth here: "
              + e.getMessage()
              + e.advice().map(advice -> "; " + advice).orElse("")
              + ".");
      return List.of();
    }
  }

  /// One battery: its values, and the name that it gets.
  ///
  /// @param advertised what it calls itself; empty where that is not known
  private Draft offered(Draft draft, String address, String advertised, Bluetooth bluetooth)
      throws InterruptedException {
    if (draft.batteries().containsValue(address)) {
      dialogue.say("  " + address + " is taken already.");
      return draft;
    }
    String free = freeName(draft, advertised);
    try {
      BatteryConfig battery = tried(draft.with(free, address)).batteries().getLast();
      if (!isRead(battery, advertised, bluetooth)
          && !dialogue.confirm("  Take it all the same?", false)) {
        return draft;
      }
      while (true) {
        String name = dialogue.ask("  Its name in topics and tables (- leaves it out)", free);
        if (name.equals("-")) {
          return draft;
        }
        if (draft.batteries().containsKey(name)) {
          dialogue.say("  " + name + " is the name of another one.");
        } else if (isGood(draft.with(name, address))) {
          return draft.with(name, address);
        }
      }
    } catch (ConfigurationException e) {
      sayProblems(e);
      return draft;
    }
  }

  /// Whether the service could be run with it; says what is wrong.
  private boolean isGood(Draft draft) {
    try {
      tried(draft);
      return true;
    } catch (ConfigurationException e) {
      sayProblems(e);
      return false;
    }
  }

  private void sayProblems(ConfigurationException e) {
    e.problems().forEach(problem -> dialogue.say("  " + problem));
  }

  private static String freeName(Draft draft, String advertised) {
    if (advertised.matches(NAME) && !draft.batteries().containsKey(advertised)) {
      return advertised;
    }
    int number = 1;
    String name = "myBattery";
    while (draft.batteries().containsKey(name)) {
      number++;
      name = "myBattery" + number;
    }
    return name;
  }

  /// Reads it once and shows its values.
  private boolean isRead(BatteryConfig battery, String advertised, Bluetooth bluetooth)
      throws InterruptedException {
    String what =
        "  " + battery.address() + (advertised.isEmpty() ? "" : "  " + Printable.of(advertised));
    try (Ending _ = Ending.interruptingThisThread();
        Progress progress = console.progress();
        BatteryReader reader =
            Wiring.reader(
                battery,
                Wiring.prepared(Wiring.transport(battery, bluetooth, _ -> {})),
                Optional.empty(),
                SystemTime.start())) {
      progress.show("reading " + battery.address() + " ...");
      Sample sample = reader.read();
      progress.clear();
      dialogue.say(what + "  " + values(sample));
      return true;
    } catch (PollException e) {
      dialogue.say(what + "  is not read: " + Printable.of(e.fault().sentence()) + ".");
      return false;
    }
  }

  private static String values(Sample sample) {
    return String.format(
        Locale.ROOT,
        "%.2f V  %+.2f A  %d %%  %d cells",
        sample.number(Metric.VOLTAGE).orElse(Double.NaN),
        sample.number(Metric.CURRENT).orElse(Double.NaN),
        (int) sample.number(Metric.SOC).orElse(0),
        sample.list(Metric.CELLS).size());
  }

  private Draft broker(Draft draft) throws InterruptedException {
    dialogue.say("");
    String host = "127.0.0.1";
    String user = "";
    while (true) {
      host =
          dialogue.ask(
              "MQTT broker: its host or URL, 'embedded:' for one inside Cellwarden, 'none'", host);
      if (host.equals(NO_BROKER)) {
        return draft;
      }
      String url = host.matches("[a-z]+://.*|embedded:.*") ? host : "mqtt://" + host;
      String password = "";
      if (!url.startsWith("embedded:")) {
        user = dialogue.ask("  User (Enter: none)", user);
        password = user.isEmpty() ? "" : dialogue.secret("  Password (is not shown)");
      }
      Draft with = draft.with(new Draft.Broker(url, user, password));
      try {
        MqttConfig mqtt = tried(with).mqtt().orElseThrow();
        if (isServed(mqtt) || dialogue.confirm("Take it all the same?", false)) {
          return with;
        }
      } catch (ConfigurationException e) {
        e.problems().forEach(problem -> dialogue.say("  " + problem));
      }
    }
  }

  /// Connects and publishes a message that nobody reads.
  private boolean isServed(MqttConfig mqtt) throws InterruptedException {
    try (Progress progress = console.progress()) {
      Steps steps = new Steps(console, progress, false);
      new BrokerWalk(steps, mqtt).walk();
      return !steps.anyFailed();
    }
  }

  private void write(Draft draft, boolean isKept) {
    String password = draft.broker().map(Draft.Broker::password).orElse("");
    if (!password.isEmpty()) {
      write(passwordFile(), password + "\n", isKept);
    }
    write(file, draft.text(passwordFile().getFileName().toString()), isKept);
  }

  private void write(Path target, String text, boolean isKept) {
    if (isKept && Files.exists(target)) {
      dialogue.say("What was in " + target + " is kept in " + SetupFiles.keep(target) + ".");
    }
    SetupFiles.write(target, text);
    dialogue.say("Wrote " + target + ".");
  }
}
