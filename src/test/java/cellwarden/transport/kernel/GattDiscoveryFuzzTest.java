package cellwarden.transport.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.OptionalInt;

/// Any answers at all: each begins with its length.
final class GattDiscoveryFuzzTest {

  /// What a device could answer to a table of 65,535 handles, one at a time, twice.
  private static final int MOST_REQUESTS = 200_000;

  @FuzzTest
  void comesToAnEnd(byte[] data) throws InterruptedException {
    Answers answers = new Answers(data);
    try {
      GattHandles handles = new GattDiscovery(answers, OptionalInt.of(0x15)).resolve();

      assertThat(handles.notifications()).isBetween(0, 0xFFFF);
    } catch (LinkException e) {
      assertThat(e).hasMessageMatching(".+");
    }
  }

  @FuzzTest
  void answersEveryRequest(byte[] data) {
    if (data.length > 0 && Att.isRequest(Att.opcode(data))) {
      assertThat(EmptyServer.answer(data)).hasSizeBetween(3, 5);
    }
  }

  /// The slices of the data over and over.
  private static final class Answers implements AttRequests {
    private final byte[] data;
    private int at;
    private int count;

    Answers(byte[] data) {
      this.data = data;
    }

    @Override
    public byte[] ask(byte[] request) throws LinkException {
      assertThat(count++).isLessThan(MOST_REQUESTS);
      int length = at < data.length ? Byte.toUnsignedInt(data[at]) % 32 : 0;
      if (length == 0) {
        at = 0;
        throw new LinkException.Refused(AttError.ATTRIBUTE_NOT_FOUND);
      }
      byte[] answer = Arrays.copyOfRange(data, at + 1, at + 1 + length);
      at += 1 + length;
      return answer;
    }
  }
}
