package cellwarden.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ModuleFrameTest {

  private static final byte[] MAC = Frames.hex("01 02 03 04 05 06");

  @Test
  void scramblesThePasswordModulo256() {
    // (01 xor 61) + FE = 15E, cut to 5E, and the same for the other five.
    assertThat(ModuleFrame.password(MAC, 0xFE, "abcdef").data().hex()).isEqualTo("5e5e5e5e5e5e");
  }

  @Test
  void addressIsZeroBeyondItsSixthByte() {
    // The secret begins 4A 42 44 62 74 70 77 64; from the seventh byte on only the random byte is
    // added.
    assertThat(ModuleFrame.rootSecret(Frames.hex("FF".repeat(6)), 1).data().hex())
        .startsWith("b6bebc9e8c90" + "7865")
        .hasSize(30);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12345", "1234567", "12345ü", "12 456"})
  void refusesOtherPasswordsWithoutRepeatingThem(String password) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModuleFrame.password(MAC, 0, password))
        .withMessage("a module password is six characters 0-9, a-z, A-Z");
  }

  @Test
  void refusesOtherAddressesThanSixBytes() {
    assertThatIllegalArgumentException().isThrownBy(() -> ModuleFrame.rootSecret(new byte[5], 0));
  }

  @Test
  void moduleFrameEncodes() {
    assertThat(new ModuleFrame(ModuleFrame.RANDOM, Payload.of((byte) 0x5A)).encode())
        .isEqualTo(Frames.MODULE_RANDOM);
    assertThatIllegalArgumentException().isThrownBy(() -> new ModuleFrame(256, Payload.EMPTY));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModuleFrame(1, Payload.of(new byte[256])));
  }
}
