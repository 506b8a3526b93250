package cellwarden.output.mqtt.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5Disconnect;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import org.junit.jupiter.api.Test;

final class HiveMqSessionTest {

  @Test
  void saysWhatTheLibrarySaysAsTheMiddleOfASentence() {
    assertThat(reason(new ConnectionClosedException("Server closed connection.")))
        .isEqualTo("Server closed connection");
  }

  @Test
  void saysWhyTheBrokerEndedIt() {
    assertThat(reason(disconnect(Mqtt5DisconnectReasonCode.SERVER_SHUTTING_DOWN)))
        .isEqualTo("server shutting down");
    assertThat(reason(disconnect(Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER)))
        .isEqualTo("another program uses the same mqtt.client_id");
  }

  private static String reason(Throwable cause) {
    return HiveMqSession.words(cause);
  }

  private static Mqtt5DisconnectException disconnect(Mqtt5DisconnectReasonCode code) {
    return new Mqtt5DisconnectException(
        Mqtt5Disconnect.builder().reasonCode(code).build(), "scripted");
  }
}
