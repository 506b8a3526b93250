package cellwarden.transport.kernel.gatt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cellwarden.transport.kernel.socket.LinkException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class GattDiscoveryTest {

  private static final HexFormat HEX = HexFormat.of();

  /// The 128-bit form of a 16-bit UUID, little endian, around the 16 bits.
  private static final String LONG_HEAD = "fb349b5f80000080" + "00100000";

  private static final String LONG_TAIL = "0000";

  private final List<String> asked = new ArrayList<>();

  @Test
  void resolvesWhatJbdsModuleShows() throws Exception {
    assertThat(resolve(AttributeTable.jbd(), OptionalInt.empty()))
        .isEqualTo(new GattDiscovery.GattHandles(0x11, OptionalInt.of(0x12), false, 0x15, false));
    assertThat(asked)
        .containsExactly(
            "100100" + "ffff" + "0028",
            "080f00" + "ffff" + "0328",
            "081500" + "ffff" + "0328",
            "041200" + "1300");
  }

  @Test
  void resolvesUuidsInTheirLongForm() throws Exception {
    AttributeTable table =
        new AttributeTable()
            .service("0018")
            .service(inLongForm("00ff"))
            .characteristic(AttributeTable.NOTIFY, inLongForm("01ff"))
            .descriptor(inLongForm("0229"))
            .characteristic(AttributeTable.WRITE, inLongForm("02ff"));

    assertThat(resolve(table, OptionalInt.empty()))
        .isEqualTo(new GattDiscovery.GattHandles(4, OptionalInt.of(5), false, 7, true));
  }

  @Test
  void takesIndicationsWhereThereAreNoNotifications() throws Exception {
    AttributeTable table =
        new AttributeTable()
            .service("00ff")
            .characteristic(AttributeTable.INDICATE, "01ff")
            .descriptor("0229")
            .characteristic(AttributeTable.WRITE_COMMAND | AttributeTable.WRITE, "02ff");

    assertThat(resolve(table, OptionalInt.empty()))
        .isEqualTo(new GattDiscovery.GattHandles(3, OptionalInt.of(4), true, 6, false));
  }

  @Test
  void doesNotTakeTheSwitchOfAnotherCharacteristic() throws Exception {
    AttributeTable table =
        new AttributeTable()
            .service("00ff")
            .characteristic(AttributeTable.NOTIFY, "01ff")
            .characteristic(AttributeTable.WRITE_COMMAND | AttributeTable.NOTIFY, "02ff")
            .descriptor("0229");

    assertThat(resolve(table, OptionalInt.empty()).cccd()).isEmpty();
  }

  @Test
  void goesOnWhereTheFirstLayoutsServiceIsAnotherThing() throws Exception {
    AttributeTable table =
        new AttributeTable()
            .service("00ff")
            .characteristic(AttributeTable.NOTIFY, "07ff")
            .service("f0ff")
            .characteristic(AttributeTable.NOTIFY, "f1ff")
            .descriptor("0229")
            .characteristic(AttributeTable.WRITE_COMMAND, "f2ff");

    assertThat(resolve(table, OptionalInt.empty()))
        .isEqualTo(new GattDiscovery.GattHandles(6, OptionalInt.of(7), false, 9, false));
  }

  @Test
  void takesTheHandleThatTheUserNamedForTheMissingCharacteristic() throws Exception {
    AttributeTable table =
        new AttributeTable()
            .service("00ff")
            .characteristic(AttributeTable.NOTIFY, "01ff")
            .descriptor("0229")
            .characteristic(AttributeTable.WRITE, "03ff");

    assertThat(resolve(table, OptionalInt.of(6)))
        .isEqualTo(new GattDiscovery.GattHandles(3, OptionalInt.of(4), false, 6, true));
  }

  @Test
  void takesWhatNotifiesBesideTheHandleThatTheUserNamed() throws Exception {
    AttributeTable table =
        new AttributeTable()
            .service("0f18")
            .characteristic(AttributeTable.NOTIFY, "192a")
            .descriptor("0229")
            .service("e0ff")
            .characteristic(AttributeTable.WRITE_COMMAND, "e2ff")
            .characteristic(AttributeTable.NOTIFY, "e1ff")
            .descriptor("0229");

    assertThat(resolve(table, OptionalInt.of(7)))
        .isEqualTo(new GattDiscovery.GattHandles(9, OptionalInt.of(10), false, 7, false));
  }

  @Test
  void namesWhatItFoundInstead() {
    String other = "00112233445566778899aabbccddeeff";
    AttributeTable table =
        new AttributeTable()
            .service("0118")
            .service("00ff")
            .characteristic(AttributeTable.NOTIFY, "01ff")
            .service(other);

    assertThatThrownBy(() -> resolve(table, OptionalInt.empty()))
        .isInstanceOf(LinkException.class)
        .hasMessage("it has 1801: -; ff00: ff01 at 0x04; ffeeddcc-bbaa-9988-7766-554433221100: -");
  }

  @Test
  void findsNothingWhereNothingNotifiesBesideTheHandleThatTheUserNamed() {
    AttributeTable table =
        new AttributeTable()
            .service("e0ff")
            .characteristic(AttributeTable.WRITE_COMMAND, "e2ff")
            .service("e5ff")
            .characteristic(AttributeTable.NOTIFY, "e1ff");

    assertThatThrownBy(() -> resolve(table, OptionalInt.of(3)))
        .hasMessage("it has ffe0: ffe2 at 0x03; ffe5: ffe1 at 0x06");
  }

  @Test
  void saysThatItFoundNothing() {
    assertThatThrownBy(() -> resolve(new AttributeTable(), OptionalInt.empty()))
        .hasMessage("it shows none");
  }

  @Test
  void passesOnThatTheBatteryWantsPairing() {
    AttClient.Requests device = _ -> refused(0x0F);

    assertThatThrownBy(() -> new GattDiscovery(device, OptionalInt.empty()).resolve())
        .isInstanceOf(LinkException.class)
        .hasMessage("insufficient encryption, ATT error 0x0f");
  }

  private GattDiscovery.GattHandles resolve(AttributeTable table, OptionalInt writeHandle)
      throws Exception {
    AttClient.Requests device =
        request -> {
          asked.add(HEX.formatHex(request));
          return answer(table, request);
        };
    return new GattDiscovery(device, writeHandle).resolve();
  }

  private static byte[] answer(AttributeTable table, byte[] request) throws LinkException {
    byte[] answer = HEX.parseHex(table.answer(HEX.formatHex(request)));
    return answer[0] == 0x01 ? refused(answer[4]) : answer;
  }

  private static byte[] refused(int code) throws LinkException {
    throw AttError.refused(code);
  }

  private static String inLongForm(String uuid16) {
    return LONG_HEAD + uuid16 + LONG_TAIL;
  }
}
