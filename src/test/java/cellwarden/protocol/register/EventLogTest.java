package cellwarden.protocol.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cellwarden.protocol.Frames;
import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Response;
import cellwarden.protocol.Status;
import org.junit.jupiter.api.Test;

final class EventLogTest {

  @Test
  void lengthIsTwoWords() throws MalformedPayloadException {
    // Sum 04 + 01 + 02 + 02 + 58 = 61.
    assertThat(Frames.decode(Frames.hex("DD 07 00 04", "01 02 02 58", "FF 9F 77")))
        .isEqualTo(new EventLog.Length(258, 600));
  }

  @Test
  void rejectsAnotherLength() {
    assertThatExceptionOfType(MalformedPayloadException.class)
        .isThrownBy(() -> EventLog.LENGTH.decode(Frames.payload("0102")))
        .withMessage("an event log length is 4 bytes, the payload has 2");
  }

  @Test
  void anEntryIsKeptAsItCame() throws MalformedPayloadException {
    assertThat(EventLog.ENTRY.decode(Frames.payload("0a0b")))
        .isEqualTo(new EventLog.Entry(Frames.payload("0a0b")));
  }

  /// On most boards 07 changes a password.
  @Test
  void anAcceptedPasswordIsNoLog() throws MalformedPayloadException {
    assertThat(Registers.decode(new Response(0x07, Status.OK, Frames.payload()))).isEmpty();
  }
}
