package cellwarden.poll;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.battery.Metric;
import cellwarden.battery.Sample;
import cellwarden.testing.Answers;
import cellwarden.testing.Batteries;
import cellwarden.testing.FakeTime;
import cellwarden.testing.Reply;
import cellwarden.testing.ScriptedConnection;
import cellwarden.testing.ScriptedTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DeviceModelTest {

  private final FakeTime time = new FakeTime();
  private final ScriptedTransport transport = new ScriptedTransport(time);
  private final BatteryReader reader =
      new BatteryReader(
          Batteries.named("myBattery"),
          transport,
          RefusedPasswords.inMemory(),
          time,
          new Random(1));
  private final List<ScriptedConnection> links = new ArrayList<>();

  @Test
  void asksOnceForADevice() throws Exception {
    answerWith(Reply.of(Answers.model()));

    assertThat(read(4)).allMatch(sample -> sample.values().get(Metric.HARDWARE_VERSION) != null);
    assertThat(timesAsked()).isEqualTo(1);
  }

  @Test
  void believesARefusalAtOnce() throws Exception {
    answerWith(Reply.of(Answers.refusal(0x05, 0x80)));

    assertThat(read(4)).allMatch(sample -> sample.values().get(Metric.HARDWARE_VERSION) == null);
    assertThat(timesAsked()).isEqualTo(1);
  }

  @Test
  void believesSilenceAfterThreePolls() throws Exception {
    answerWith(Reply.silence());

    assertThat(read(5)).allMatch(sample -> sample.values().get(Metric.HARDWARE_VERSION) == null);
    assertThat(timesAsked()).isEqualTo(3);
  }

  @Test
  void doesNotPayForTheModelWithTheSample() throws Exception {
    answerWith(Reply.lost());

    assertThat(read(2)).allMatch(sample -> sample.link().attempts() == 1);
    assertThat(transport.connects()).isEqualTo(2);
  }

  @Test
  void takesAnEmptyTextForUnknown() throws Exception {
    answerWith(Reply.of(Answers.answer(0x05, "00")));

    assertThat(read(2)).allMatch(sample -> sample.values().get(Metric.HARDWARE_VERSION) == null);
    assertThat(timesAsked()).isEqualTo(1);
  }

  private void answerWith(Reply model) {
    transport.otherwise(() -> {
      ScriptedConnection link =
          new ScriptedConnection(time)
              .otherwise(
                  request -> request.equals(Answers.READ_MODEL) ? model : Answers.to(request));
      links.add(link);
      return link;
    });
  }

  private List<Sample> read(int polls) throws Exception {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < polls; i++) {
      samples.add(reader.read());
    }
    transport.assertAllClosed();
    return samples;
  }

  private long timesAsked() {
    return links.stream()
        .flatMap(link -> link.sent().stream())
        .filter(Answers.READ_MODEL::equals)
        .count();
  }
}
