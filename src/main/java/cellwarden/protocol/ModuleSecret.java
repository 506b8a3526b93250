package cellwarden.protocol;

import java.nio.charset.StandardCharsets;

/// The secrets of the Bluetooth module's handshake, scrambled with its address and a random byte it
/// gave.
///
/// `out[i] = ((mac[i] XOR secret[i]) + random) mod 256`, where the address is 0 beyond its sixth
/// byte. All captures confirm 256; notes that say 255 are off by one whenever the sum exceeds it.
public final class ModuleSecret {

  private static final int ADDRESS_BYTES = 6;

  /// Six characters 0-9, a-z, A-Z.
  private static final int PASSWORD_LENGTH = 6;

  private static final String ROOT = "JBDbtpwd!@#2023";

  private ModuleSecret() {}

  /// The request that presents the user's password.
  ///
  /// @param mac the module's six address bytes, first printed octet first
  /// @param random 0 to 255, as the module just gave it
  /// @throws IllegalArgumentException if the address is not six bytes or the password not six ASCII
  ///   characters; the message does not repeat the password
  public static ModuleFrame password(byte[] mac, int random, String password) {
    byte[] secret = password.getBytes(StandardCharsets.US_ASCII);
    if (password.length() != PASSWORD_LENGTH
        || !password.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException("a module password is six characters 0-9, a-z, A-Z");
    }
    return new ModuleFrame(ModuleCommand.PASSWORD, scramble(mac, random, secret));
  }

  /// The request that presents the vendor's fixed root secret, the second stage of the handshake.
  ///
  /// @throws IllegalArgumentException if the address is not six bytes
  public static ModuleFrame root(byte[] mac, int random) {
    byte[] secret = ROOT.getBytes(StandardCharsets.US_ASCII);
    return new ModuleFrame(ModuleCommand.ROOT_SECRET, scramble(mac, random, secret));
  }

  private static Payload scramble(byte[] mac, int random, byte[] secret) {
    if (mac.length != ADDRESS_BYTES) {
      throw new IllegalArgumentException("a Bluetooth address has six bytes, not " + mac.length);
    }
    byte[] scrambled = new byte[secret.length];
    for (int i = 0; i < secret.length; i++) {
      int address = i < ADDRESS_BYTES ? mac[i] : 0;
      scrambled[i] = (byte) ((address ^ secret[i]) + random);
    }
    return Payload.of(scrambled);
  }
}
