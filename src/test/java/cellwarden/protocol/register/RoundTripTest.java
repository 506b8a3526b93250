package cellwarden.protocol.register;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.protocol.Frames;
import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Payload;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What a record says about itself in bytes is what it was read from.
final class RoundTripTest {

  static final List<byte[]> WORKED_EXAMPLES =
      List.of(
          Frames.BASIC_INFO,
          Frames.CELL_VOLTAGES,
          Frames.HARDWARE_VERSION,
          Frames.ERROR_COUNTS,
          Frames.MANUFACTURER,
          Frames.CELL_OVERVOLTAGE_LIMIT);

  private static final int DATE = 10;

  @ParameterizedTest
  @FieldSource("WORKED_EXAMPLES")
  void workedExamplesComeBack(byte[] frame) throws MalformedPayloadException {
    assertThat(encode(Frames.decode(frame)).hex()).isEqualTo(Frames.data(frame).hex());
  }

  @Test
  void everyWordOfEverySettingComesBack() throws MalformedPayloadException {
    for (ConfigurationRegister row : ConfigurationRegister.TABLE) {
      for (int word = 0; word <= 0xFFFF; word++) {
        Payload payload = Payload.of((byte) (word >> 8), (byte) word);
        ConfigurationValue value = row.register().decode(payload);
        boolean otherWord = isUnknown(value.content()) || isFineShunt(row, word);
        Payload encoded = otherWord ? payload : row.encode(value.content());
        if (!encoded.equals(payload)) {
          throw new AssertionError(row.name() + " " + payload + " came back as " + encoded);
        }
      }
    }
  }

  private static boolean isUnknown(ConfigurationValue.Content content) {
    return content instanceof ConfigurationValue.Day day && day.date().isEmpty();
  }

  /// A shunt in hundredths of a milliohm may also be a whole number of tenths: two words for one
  /// value.
  private static boolean isFineShunt(ConfigurationRegister row, int word) {
    return row.number() == 0x2C && (word & 0x8000) != 0;
  }

  @Test
  void anyBasicInfoComesBack() throws MalformedPayloadException {
    for (int seed = 0; seed < 100_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int probes = random.nextInt(5);
      byte[] bytes = new byte[23 + 2 * probes + (random.nextBoolean() ? 9 : 0)];
      random.nextBytes(bytes);
      bytes[DATE] = 0x2E;
      bytes[DATE + 1] = (byte) 0xB1;
      bytes[22] = (byte) probes;
      BasicInfo info = BasicInfo.REGISTER.decode(Payload.of(bytes));
      assertThat(info.encode()).as("seed %d", seed).isEqualTo(Payload.of(bytes));
    }
  }

  private static Payload encode(RegisterValue value) {
    return switch (value) {
      case BasicInfo info -> info.encode();
      case CellVoltages cells -> cells.encode();
      case HardwareVersion version -> version.encode();
      case ErrorCounts errors -> errors.encode();
      case DeviceText text -> text.encode();
      case ConfigurationValue setting ->
          ConfigurationRegister.named(setting.name()).encode(setting.content());
      case BoardClock _, EventLog _ -> throw new AssertionError("nobody sends a log");
      case ParameterBlock _ -> throw new AssertionError("nobody sends parameters");
    };
  }
}
