package cellwarden.transport.kernel.gatt;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.transport.kernel.socket.LinkException;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.OptionalInt;

/// Any answers at all: each begins with its length, 0 stands for a refusal. The search starts from
/// the files in the resources.
final class GattDiscoveryFuzzTest {

  /// More than any sensible device takes; then time is up.
  private static final int MOST_REQUESTS = 500;

  @FuzzTest
  void comesToAnEnd(byte[] data) throws InterruptedException {
    Answers answers = new Answers(data);
    try {
      GattDiscovery.GattHandles handles =
          new GattDiscovery(answers, OptionalInt.of(0x15)).resolve();

      assertThat(handles.notifications()).isBetween(0, 0xFFFF);
    } catch (LinkException e) {
      assertThat(e).hasMessageMatching(".+");
    }
  }

  /// The slices of the data, over and over.
  private static final class Answers implements AttClient.Requests {
    private final byte[] data;
    private int at;
    private int count;

    Answers(byte[] data) {
      this.data = data;
    }

    @Override
    public byte[] ask(byte[] request) throws LinkException {
      if (count++ == MOST_REQUESTS) {
        throw LinkException.silent();
      }
      if (at >= data.length) {
        at = 0;
        throw AttError.refused(AttError.ATTRIBUTE_NOT_FOUND);
      }
      int length = Byte.toUnsignedInt(data[at]) % 32;
      if (length == 0) {
        at++;
        throw AttError.refused(AttError.ATTRIBUTE_NOT_FOUND);
      }
      byte[] answer = Arrays.copyOfRange(data, at + 1, at + 1 + length);
      at += 1 + length;
      return answer;
    }
  }
}
