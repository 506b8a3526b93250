package cellwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.simulator.SimulatorServer;
import cellwarden.testing.Child;
import cellwarden.testing.Guard;
import cellwarden.testing.JournalFile;
import cellwarden.testing.Mosquitto;
import cellwarden.testing.Ports;
import cellwarden.testing.Program;
import cellwarden.testing.Simulator;
import cellwarden.testing.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the page on topics says, against what a broker gets of a service.
final class TopicsIT {

  private static final Path PAGE = Path.of("docs/reference/topics-and-payloads.md");
  private static final long WEEK = Duration.ofDays(7).toSeconds();
  private static final String HOUSE = "batterie/house";
  private static final String MARK = "message ";

  @TempDir private Path folder = Path.of("");

  /// @param expiry seconds, empty where it does not expire
  private record Heard(String topic, boolean retained, String qos, String expiry, String payload) {

    static Optional<Heard> of(String line) {
      if (!line.startsWith(MARK)) {
        return Optional.empty();
      }
      String[] parts = line.substring(MARK.length()).split("\\|", 5);
      return Optional.of(new Heard(parts[0], parts[1].equals("1"), parts[2], parts[3], parts[4]));
    }
  }

  /// A row of the table at the beginning of the page.
  private record Row(String topic, boolean retained) {

    boolean covers(String other) {
      return other.matches(
          Pattern.compile("<[^>]+>").splitAsStream(topic).map(Pattern::quote).toList().stream()
                  .reduce((a, b) -> a + "[^/]+" + b)
                  .orElseThrow()
              + (topic.endsWith(">") ? "[^/]+" : ""));
    }

    long places() {
      return topic.chars().filter(c -> c == '<').count();
    }
  }

  @Test
  void eachTopicIsAsThePageHasIt() throws Exception {
    int port = Ports.free();
    SimulatorServer battery = Simulator.listen("sim:4s");
    Files.writeString(
        folder.resolve("cellwarden.yaml"),
        """
        batteries:
          - {name: house, address: 'sim:4s?current=20&extension=true', interval: 1s, display_name: House}
          - {name: van, address: 'tcp:127.0.0.1:%d', interval: 1s}
        mqtt: {url: 'mqtt://127.0.0.1:%d', attributes: on, invert_current: true}
        """
            .formatted(battery.port(), port));
    try (battery;
        Mosquitto broker = Mosquitto.start(folder, port);
        Child subscriber = subscriber(port);
        Child service = Program.start(folder, "run")) {
      await(subscriber, 0, HOUSE);
      await(subscriber, 0, "batterie/van");
      switchOff(battery.port());
      await(subscriber, 0, "batterie/van/event");
      broker.publish("batterie/bridge/request/health", "{}");
      broker.publish(
          "batterie/bridge/request/replay",
          "{\"battery\":\"house\",\"from\":\"2026-01-01T00:00:00Z\"}");
      await(subscriber, 0, "batterie/bridge/response/health");
      await(subscriber, 0, HOUSE + "/history");
      await(subscriber, 0, "homeassistant/device/cellwarden_house/config");
      awaitSamples(subscriber, 4);
      assertTable(heard(subscriber));
      if (service.err().stream().filter(line -> line.contains("mqtt: connected")).count() == 1) {
        // A new session says everything again.
        assertValuesAreThoseOfTheSample(heard(subscriber));
      }
      assertThatCurrentIsTurned(heard(subscriber));

      Set<String> kept = new HashSet<>();
      heard(subscriber).stream().filter(Heard::retained).map(Heard::topic).forEach(kept::add);
      int mark = subscriber.out().size();
      broker.publish("homeassistant/status", "online");
      Guard.await(
          "everything once more",
          () -> heard(subscriber, mark).stream().map(Heard::topic).toList().containsAll(kept));

      int end = subscriber.out().size();
      service.stop();
      await(subscriber, end, "batterie/bridge/state");
      List<Heard> last = heard(subscriber, end);
      assertThat(last.getLast().topic() + " " + last.getLast().payload())
          .isEqualTo("batterie/bridge/state offline");
      assertThat(last).noneMatch(message -> message.topic().endsWith("/availability"));
    }
  }

  /// Switches both FETs off, as the phone app does, and waits for the answer.
  private static void switchOff(int port) throws IOException {
    try (Socket app = new Socket(InetAddress.getLoopbackAddress(), port)) {
      app.getOutputStream().write(HexFormat.of().parseHex("dd5ae1020003ff1a77"));
      assertThat(app.getInputStream().readNBytes(4)).startsWith(0xDD, 0xE1, 0x00);
    }
  }

  /// Each message is in the table, and retained where that says so; what the table has was seen.
  private static void assertTable(List<Heard> heard) throws IOException {
    List<Row> rows = rows();
    Set<Row> seen = new HashSet<>();
    for (Heard message : heard) {
      List<Row> fitting = rows.stream().filter(row -> row.covers(message.topic())).toList();
      long best = fitting.stream().mapToLong(Row::places).min().orElse(-1);
      List<Row> row = fitting.stream().filter(each -> each.places() == best).toList();
      assertThat(row)
          .as(message.topic())
          .isNotEmpty()
          .allMatch(each -> each.retained() == message.retained());
      seen.addAll(row);
      assertThat(message.qos()).as(message.topic()).isEqualTo("1");
      boolean isSample = message.topic().matches("batterie/(house|van)");
      assertThat(message.expiry().isEmpty()).as(message.topic()).isNotEqualTo(isSample);
      if (isSample) {
        assertThat(Long.parseLong(message.expiry())).isBetween(WEEK - 600, WEEK);
      }
    }
    assertThat(rows.stream().filter(row -> !seen.contains(row)).map(Row::topic))
        .containsExactly(
            "batterie/bridge/doctor", "homeassistant/<platform>/<device>/<value>/config");
  }

  /// What stands on the topics of the values when a sample comes follows from the one before it:
  /// they are sent after it, and those that did not change not at all.
  private static void assertValuesAreThoseOfTheSample(List<Heard> heard) {
    Map<String, String> values = new TreeMap<>();
    Map<String, String> wanted = Map.of();
    int compared = 0;
    for (Heard message : heard) {
      if (message.topic().equals(HOUSE)) {
        if (!wanted.isEmpty()) {
          assertThat(values).isEqualTo(wanted);
          compared++;
        }
        wanted = values(ExactJson.object(message.payload()));
      } else if (message.topic().startsWith(HOUSE + "/")
          && message.retained()
          && !message.topic().endsWith("/availability")) {
        String name = message.topic().substring(HOUSE.length() + 1);
        String before =
            message.payload().isEmpty()
                ? values.remove(name)
                : values.put(name, shown(message.payload()));
        assertThat(message.payload()).as(name).isNotEqualTo(before);
      }
    }
    assertThat(compared).isGreaterThan(1);
  }

  private static Map<String, String> values(Map<String, Object> sample) {
    Map<String, String> values = new TreeMap<>();
    sample.forEach((name, value) -> {
      switch (name) {
        case "seq", "time", "clock", "battery", "link" -> {}
        case "cells", "temperatures" -> {
          List<Object> items = ExactJson.list(value);
          for (int i = 0; i < items.size(); i++) {
            String item = name.equals("cells") ? "cell_" : "temperature_";
            values.put(item + (i + 1), shown(items.get(i).toString()));
          }
        }
        default ->
            values.put(
                name,
                value instanceof List<?> list
                    ? list.isEmpty()
                        ? "none"
                        : String.join(", ", list.stream().map(Object::toString).toList())
                    : shown(value.toString()));
      }
    });
    // what is unknown is not kept by the broker
    values.values().removeIf("null"::equals);
    return values;
  }

  /// Numbers in one form.
  private static String shown(String value) {
    return value.matches("-?[0-9.]+(E.*)?") && value.matches("[^.]*\\.?[^.]*")
        ? Exact.of(value).toPlainString()
        : value;
  }

  /// Nothing else differs from the journal's line.
  private void assertThatCurrentIsTurned(List<Heard> heard) throws IOException {
    Map<Long, String> lines = new HashMap<>();
    for (String line : new JournalFile(folder.resolve("bms_data.jsonl")).lines()) {
      lines.put(JournalFile.seq(line), line);
    }
    List<Heard> samples =
        heard.stream()
            .filter(message -> message.topic().matches(HOUSE + "(/history)?"))
            .filter(message -> lines.containsKey(JournalFile.seq(message.payload())))
            .toList();
    assertThat(samples).isNotEmpty();
    for (Heard sample : samples) {
      assertThat(sample.payload()).contains("\"current\":-20.0,\"power\":-");
      assertThat(sample.payload().replaceAll("(\"(current|power)\":)-", "$1"))
          .isEqualTo(lines.get(JournalFile.seq(sample.payload())));
    }
  }

  private static List<Row> rows() throws IOException {
    return Files.readString(PAGE)
        .lines()
        .dropWhile(line -> !line.startsWith("|"))
        .takeWhile(line -> line.startsWith("|"))
        .skip(2)
        .map(line -> line.split("\\|", -1))
        .map(cells -> new Row(cells[1].strip().replace("`", ""), cells[2].strip().equals("yes")))
        .toList();
  }

  private static void awaitSamples(Child subscriber, int count) throws Exception {
    Guard.await(
        "samples",
        () ->
            heard(subscriber).stream().filter(message -> message.topic().equals(HOUSE)).count()
                >= count);
  }

  private static void await(Child subscriber, int mark, String topic) throws Exception {
    subscriber.awaitOut(
        mark, line -> Heard.of(line).filter(message -> message.topic().equals(topic)).isPresent());
  }

  private static List<Heard> heard(Child subscriber) {
    return heard(subscriber, 0);
  }

  private static List<Heard> heard(Child subscriber, int mark) {
    List<String> lines = subscriber.out();
    return lines.subList(mark, lines.size()).stream()
        .map(Heard::of)
        .flatMap(Optional::stream)
        .filter(message -> !message.topic().equals("homeassistant/status"))
        .toList();
  }

  private static Child subscriber(int port) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Tools.find("stdbuf"), "-oL"));
    command.addAll(List.of(Tools.find("mosquitto_sub"), "-d", "-V", "5", "-q", "1"));
    command.addAll(List.of("-p", Integer.toString(port), "--retain-as-published"));
    command.addAll(List.of("-F", MARK + "%t|%r|%q|%E|%p"));
    Stream.of("batterie/#", "homeassistant/#")
        .forEach(topic -> command.addAll(List.of("-t", topic)));
    return Child.startUntil(new ProcessBuilder(command), line -> line.startsWith("Subscribed "));
  }
}
