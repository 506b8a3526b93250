package cellwarden.transport.bluez.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cellwarden.transport.Deadline;
import java.io.IOException;
import java.time.Duration;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MessageFactory;
import org.freedesktop.dbus.messages.MethodCall;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BusCallTest {

  private final MessageFactory messages = new MessageFactory((byte) 'l');
  private MethodCall call;

  @BeforeEach
  void call() throws Exception {
    call =
        messages.createMethodCall("org.bluez", "/", "org.bluez.Device1", "Connect", (byte) 0, null);
  }

  /// The library answers itself where a message cannot be sent, and where the bus ends before the
  /// answer.
  @Test
  void tellsABusThatHungUpFromARefusal() throws Exception {
    DBusExecutionException unsent =
        new DBusExecutionException("Message Failed to Send: Broken pipe", new IOException());

    assertThat(kindOf(messages.createError(call, unsent))).isEqualTo(BusException.Kind.NO_BUS);
    assertThat(kindOf(messages.createError(call, new IOException("it ended"))))
        .isEqualTo(BusException.Kind.NO_BUS);
    assertThat(kindOf(messages.createError("org.bluez", "org.bluez.Error.Failed", 1, "s", "no")))
        .isEqualTo(BusException.Kind.REFUSED);
  }

  private BusException.Kind kindOf(Message reply) {
    call.setReply(reply);
    return catchThrowableOfType(
            BusException.class, () -> new BusCall(call).await(Deadline.in(Duration.ofMinutes(1))))
        .kind();
  }
}
