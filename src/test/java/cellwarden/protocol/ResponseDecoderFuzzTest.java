package cellwarden.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.protocol.register.Registers;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Any bytes, sliced at every byte that is a slice mark. The search starts from the files in the
/// resources.
final class ResponseDecoderFuzzTest {

  /// Frequent enough in what a fuzzer makes, absent from the frames that start it off.
  private static final byte SLICE = (byte) 0xC5;

  @FuzzTest
  void accountsForEveryByte(byte[] data) throws MalformedPayloadException {
    List<byte[]> fragments = slices(data);
    List<Decoded> found = Streams.decode(fragments.toArray(byte[][]::new));
    assertThat(found.stream().mapToInt(Streams::size).sum())
        .isEqualTo(fragments.stream().mapToInt(fragment -> fragment.length).sum());
    for (Decoded decoded : found) {
      if (decoded instanceof Decoded.Answer(Response response)) {
        decodeValue(response);
      }
    }
  }

  private static List<byte[]> slices(byte[] data) {
    List<byte[]> slices = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= data.length; i++) {
      if (i == data.length || data[i] == SLICE) {
        slices.add(Arrays.copyOfRange(data, from, i));
        from = i + 1;
      }
    }
    return slices;
  }

  private static void decodeValue(Response response) {
    try {
      Registers.decode(response);
    } catch (MalformedPayloadException malformed) {
      assertThat(malformed).hasMessageContaining("payload");
    }
  }
}
