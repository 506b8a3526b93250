package cellwarden.cli.ask;

import cellwarden.cli.console.CommandException;
import cellwarden.cli.console.ConfigurationOption;
import cellwarden.cli.console.Console;
import cellwarden.cli.console.OptionTypes;
import cellwarden.json.JsonException;
import cellwarden.json.JsonObject;
import cellwarden.json.JsonText;
import cellwarden.output.mqtt.client.HiveMqBroker;
import cellwarden.output.mqtt.client.Message;
import cellwarden.output.mqtt.client.MqttException;
import cellwarden.output.mqtt.client.MqttSession;
import cellwarden.settings.MqttConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ask`: a request to the service that runs, and its answer.
@Command(
    name = "ask",
    description = {
      "Asks the service that runs, over its MQTT broker.",
      "It reads now, leaves a battery to the phone app for a while, sends a part of the journal to MQTT again,"
          + " or says how it does."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cellwarden ask read myBattery",
      "  cellwarden ask pause myBattery --minutes 10",
      "  cellwarden ask resume",
      "  cellwarden ask replay myBattery --from yesterday --to today",
      "  cellwarden ask health --json",
    })
public final class AskCommand implements Callable<Integer> {

  private static final String READ = "read";
  private static final String PAUSE = "pause";
  private static final String REPLAY = "replay";
  private static final String CONFIG = "config";
  private static final List<String> REQUESTS =
      List.of(READ, PAUSE, "resume", REPLAY, "health", CONFIG);
  private static final List<String> OF_THE_BRIDGE = List.of("health", CONFIG);

  private static final Duration USUAL = Duration.ofSeconds(10);

  /// A battery that is hard to reach is tried several times.
  private static final long LOOK_AGAIN_MILLIS = 200;

  private static final Duration USUAL_OF_READ = Duration.ofSeconds(60);

  private static final int LONGEST_PAUSE = 24 * 60;

  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "REQUEST",
      completionCandidates = Names.class,
      description = "read, pause, resume, replay, health or config.")
  private String request = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "BATTERY",
      description = "Name of the battery; all of them otherwise.")
  private @Nullable String battery;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "How long a pause lasts, 1 to 1440 (default: 10).")
  private @Nullable Integer minutes;

  @Option(
      names = "--from",
      paramLabel = "T",
      description =
          "The first time to send again: so long ago (7d), today, yesterday, 2026-06-01T12:00;"
              + " local time unless an offset follows.")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "T",
      description = "Where that ends, said the same way (default: now).")
  private @Nullable String to;

  @Option(names = "--stop", description = "End the replay that runs.")
  private boolean stop;

  @Option(names = "--json", description = "Print the answer as one JSON object.")
  private boolean json;

  @Option(
      names = "--timeout",
      paramLabel = "D",
      description = "How long to wait for an answer (default: 10s, of read 1m).")
  private @Nullable Duration timeout;

  @Mixin private ConfigurationOption configuration;

  public AskCommand(Console console) {
    this.console = console;
  }

  /// For the completion of shells.
  static final class Names implements Iterable<String> {
    @Override
    public java.util.Iterator<String> iterator() {
      return REQUESTS.iterator();
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    check();
    MqttConfig config =
        configuration
            .read()
            .mqtt()
            .orElseThrow(() ->
                CommandException.usage(
                    "the configuration has no section mqtt, and the service is asked over its"
                        + " broker; add mqtt: with a url"));
    String transaction =
        String.format(Locale.ROOT, "%016x", ThreadLocalRandom.current().nextLong());
    byte[] answer = ask(config, transaction, body(transaction));
    try {
      return print(answer, JsonObject.parse(answer));
    } catch (JsonException e) {
      throw CommandException.failure(
          "the answer is no JSON object; is that a Cellwarden of this version?");
    }
  }

  private int print(byte[] text, JsonObject answer) {
    boolean ok = answer.text("status").filter("ok"::equals).isPresent();
    Optional<JsonObject> data = answer.object("data");
    if (json) {
      console.printJson(text);
      return ok ? ExitCode.OK : CommandException.FAILURE;
    }
    AnswerText words = new AnswerText(console.out(), console.look());
    if (request.equals(READ)) {
      data.ifPresent(said -> words.samples(said));
    } else if (ok) {
      data.ifPresent(words::object);
    }
    console.out().flush();
    if (!ok) {
      throw CommandException.failure(
          answer.text("error").orElse("it was refused, without a reason"));
    }
    return ExitCode.OK;
  }

  private void check() {
    if (!REQUESTS.contains(request)) {
      throw CommandException.usage(
          "there is no request '" + request + "'; there are " + String.join(", ", REQUESTS));
    }
    boolean replay = request.equals(REPLAY);
    if (minutes != null && !request.equals(PAUSE)) {
      throw CommandException.usage("--minutes goes with pause only");
    }
    if (minutes != null && (minutes < 1 || minutes > LONGEST_PAUSE)) {
      throw CommandException.usage("--minutes is 1 to " + LONGEST_PAUSE);
    }
    if (!replay && (from != null || to != null || stop)) {
      throw CommandException.usage("--from, --to and --stop go with replay only");
    }
    if (replay && stop == (from != null || to != null)) {
      throw CommandException.usage(
          "replay needs --from, such as --from yesterday, or --stop alone");
    }
    if (to != null && from == null) {
      throw CommandException.usage("--to needs --from, such as --from yesterday");
    }
    if (battery != null && OF_THE_BRIDGE.contains(request)) {
      throw CommandException.usage(request + " is of the whole service; leave BATTERY out");
    }
  }

  /// What is asked for, as the page on topics has it.
  private byte[] body(String transaction) {
    Map<String, Object> body = new LinkedHashMap<>();
    put(body, "battery", battery);
    put(body, "minutes", minutes);
    put(body, "from", moment("--from", from));
    put(body, "to", moment("--to", to));
    put(body, "stop", stop ? true : null);
    body.put("transaction", transaction);
    return JsonText.of(body);
  }

  private static void put(Map<String, Object> body, String name, @Nullable Object value) {
    if (value != null) {
      body.put(name, value);
    }
  }

  private static @Nullable String moment(String option, @Nullable String text) {
    return text == null
        ? null
        : OptionTypes.moment(option, text, Instant.now(), ZoneId.systemDefault()).toString();
  }

  /// Beside the service that is connected with the same settings, so under a client id of its own.
  private byte[] ask(MqttConfig config, String transaction, byte[] body)
      throws InterruptedException {
    Duration longest = timeout == null ? (request.equals(READ) ? USUAL_OF_READ : USUAL) : timeout;
    String place = config.root() + "/bridge/";
    LinkedBlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();
    HiveMqBroker broker = HiveMqBroker.visited(config, "ask-" + transaction);
    try (MqttSession session = broker.connect(() -> {})) {
      session.awaitListening(
          place + "response/" + request,
          message -> {
            if (isAnswer(message, transaction)) {
              answers.add(message.payload());
            }
          });
      Message message = Message.passing(place + "request/" + request, body);
      long deadline = System.nanoTime() + longest.toNanos();
      // A service that is only just starting does not listen yet.
      while (!session.reaches(message) && System.nanoTime() - deadline < 0) {
        TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
      }
      byte[] answer = answers.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (answer == null) {
        throw CommandException.failure(
            "nobody answered within "
                + longest.toMillis() / 1000.0
                + " s; is 'cellwarden run' running with the broker "
                + config.url()
                + " and the base topic "
                + config.root()
                + "?");
      }
      return answer;
    } catch (MqttException e) {
      throw CommandException.failure(
          "broker "
              + config.url()
              + ": "
              + e.getMessage()
              + switch (e.kind()) {
                case LOGIN_REFUSED, NOT_AUTHORIZED -> "; " + MqttException.CHECK_LOGIN;
                case MESSAGE_REFUSED ->
                    "; let this user publish to "
                        + place
                        + "request/# and read "
                        + place
                        + "response/#";
                default -> "; 'cellwarden doctor' says more";
              });
    }
  }

  private static boolean isAnswer(Message message, String transaction) {
    try {
      return JsonObject.parse(message.payload())
          .text("transaction")
          .filter(transaction::equals)
          .isPresent();
    } catch (JsonException e) {
      return false;
    }
  }
}
