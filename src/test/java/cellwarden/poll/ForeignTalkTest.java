package cellwarden.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cellwarden.battery.Fault;
import cellwarden.protocol.register.BasicInfo;
import cellwarden.testing.Answers;
import cellwarden.testing.FakeTime;
import cellwarden.testing.Reply;
import cellwarden.testing.ScriptedConnection;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ForeignTalkTest {

  private final FakeTime time = new FakeTime();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          aa2100b1c400                 | , the device answers in frames that begin with AA 21; it is a board of another family
          0103020533fb7c               | , the device speaks Modbus; Cellwarden does not read it; if it is an UP16S
          018302c0f1                   | , the device speaks Modbus; Cellwarden does not read it
          0178100010a00000             | , the device speaks Modbus; Cellwarden does not read it
          7e32323030344130304630303046444130300d | that begin with 7E, as Seplos, Pace and ANT boards do; Cellwarden reads JBD
          7ea1110000be1855aa55         | that begin with 7E, as Seplos, Pace and ANT boards do; Cellwarden reads JBD
          """)
  void anotherFamilyIsNamed(String bytes, String words) {
    Fault fault = fault(bytes);

    assertThat(fault.kind()).isEqualTo(Fault.Kind.MALFORMED);
    assertThat(fault.sentence())
        .startsWith("register 03: no answer after 3 tries in 4.5 s, the device ")
        .contains(words);
  }

  @Test
  void noiseIsNoFamily() {
    assertThat(fault("7e").sentence()).contains("no valid frame in 3 bytes", "none begins with DD");
    assertThat(fault("aa2000").sentence()).contains("no valid frame");
    assertThat(fault("0106000a").sentence()).contains("no valid frame");
  }

  /// Frames of the second master on the same line are what is named first.
  @Test
  void framesOfTheFamilyGoBefore() {
    String foreign = "0103020533fb7c";
    assertThat(fault(foreign, HexFormat.of().formatHex(Answers.cells())).sentence())
        .contains("only answers to 04");
  }

  private Fault fault(String... fragments) {
    ScriptedConnection link = new ScriptedConnection(time).otherwise(_ -> Reply.ofHex(fragments));
    BmsClient client = new BmsClient(link, time);
    return catchThrowableOfType(
            ExchangeException.class,
            () -> client.read(BasicInfo.REGISTER, BmsClient.Retry.REQUIRED))
        .fault();
  }
}
