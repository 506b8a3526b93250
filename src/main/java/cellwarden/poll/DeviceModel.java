package cellwarden.poll;

import cellwarden.protocol.register.HardwareVersion;
import cellwarden.transport.TransportException;
import java.util.Optional;

/// The hardware version of a device, asked for once.
///
/// Some clones refuse register 05 and some stay silent; neither may cost a sample, so trouble only
/// means unknown. A refusal is final, silence is believed after a few polls.
final class DeviceModel {

  private static final int POLLS_TO_ASK = 3;

  private int asked;
  private Optional<String> hardwareVersion = Optional.empty();

  Optional<String> hardwareVersion(BmsClient client) throws InterruptedException {
    if (asked < POLLS_TO_ASK) {
      asked++;
      ask(client);
    }
    return hardwareVersion;
  }

  private void ask(BmsClient client) throws InterruptedException {
    try {
      String text = client.read(HardwareVersion.REGISTER, BmsClient.Retry.OPTIONAL).text();
      hardwareVersion = text.isEmpty() ? Optional.empty() : Optional.of(text);
      asked = POLLS_TO_ASK;
    } catch (ExchangeException e) {
      switch (e.fault().kind()) {
        case REFUSED, DENIED -> asked = POLLS_TO_ASK;
        case NO_RESPONSE, MALFORMED, NOT_FOUND, UNREACHABLE, LOST -> {}
      }
    } catch (TransportException e) {
      // The link broke after a complete reading: the next poll notices and opens a new one.
    }
  }
}
