package cellwarden.transport.kernel.gatt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AttTest {

  private static final HexFormat HEX = HexFormat.of();

  @Test
  void answersTheRequestsOfTheSpecification() {
    assertThat(answer("02f700")).as("exchange MTU").isEqualTo("031700");
    assertThat(answer("040100ffff")).as("find information").isEqualTo("010401000a");
    assertThat(answer("060100ffff002800ff")).as("find by value").isEqualTo("010601000a");
    assertThat(answer("080100ffff002a")).as("read by type").isEqualTo("010801000a");
    assertThat(answer("100100ffff0028")).as("read by group").isEqualTo("011001000a");
    assertThat(answer("0a0300")).as("read").isEqualTo("010a030001");
    assertThat(answer("120300ff")).as("write").isEqualTo("0112030001");
    assertThat(answer("0c03000000")).as("read blob").isEqualTo("010c000006");
  }

  @Test
  void answersRequestsOfAnyLength() {
    for (int opcode = 0; opcode < 256; opcode += 2) {
      for (int length = 1; length < 24; length++) {
        byte[] request = new byte[length];
        request[0] = (byte) opcode;
        assertThat(Att.answerWithoutAttributes(request)).hasSizeBetween(3, 5);
      }
    }
  }

  @Test
  void takesForARequestWhatWaitsForAnAnswer() {
    assertThat(IntStream.of(0x02, 0x04, 0x06, 0x08, 0x0A, 0x0C, 0x0E, 0x10, 0x12, 0x16, 0x18, 0x20))
        .allMatch(Att::isRequest);
    assertThat(IntStream.of(0x01, 0x03, 0x13, 0x1B, 0x1D, 0x1E, 0x23, 0x52, 0xD2))
        .noneMatch(Att::isRequest);
  }

  private static String answer(String request) {
    return HEX.formatHex(Att.answerWithoutAttributes(HEX.parseHex(request)));
  }
}
