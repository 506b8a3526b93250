package cellwarden.transport.ble;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecognitionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # address         | name               | services  | manufacturer | verdict
          A4:C1:38:00:11:22 | JBD-SP04S020       | ff00      | ''           | YES
          A4:C1:37:00:11:22 | 12100AE00012       | ff00      | ''           | YES
          C0:FF:EE:00:11:22 | 12100AE00012       | ff00      | ''           | YES
          C0:FF:EE:00:11:22 | 162400552210210097 | ff00      | ''           | YES
          C0:FF:EE:00:11:22 | 'N-12100BL250042 ' | ff00      | ''           | YES
          A4:C1:38:00:11:22 | garage             | 180a ff00 | ''           | YES
          A4:C1:38:00:11:22 | -                  | ff00      | ''           | YES
          A4:C1:38:00:11:22 | -                  | fff0      | ''           | YES
          C0:FF:EE:00:11:22 | JBD-DH04           | fff0      | ''           | YES
          C0:FF:EE:00:11:22 | 12100BLH0001       | ff00      | ''           | YES
          C0:FF:EE:00:11:22 | 24150BLA0001       | ff00      | ''           | YES
          C0:FF:EE:00:11:22 | '@KsM:000000000000   ' | ff00  | ''           | YES
          C0:FF:EE:00:11:22 | SJ-100-A000000     | ff00      | ''           | YES
          C0:FF:EE:00:11:22 | TITAN-24V-100AH    | ff00      | ''           | YES
          A2:C2:37:00:11:22 | ECO-LFP            | ff00      | ''           | YES
          A4:C1:38:00:11:22 | DWF000000000000    | ff00      | ''           | NO
          C0:FF:EE:00:11:22 | garage             | ff00      | 221100eeffc0 | YES
          C0:FF:EE:00:11:22 | garage             | ff00      | c0ffee001122 | YES
          C0:FF:EE:00:11:22 | garage             | ff00      | 4c0002150000 | MAYBE
          C0:FF:EE:00:11:22 | garage             | ff00      | ''           | MAYBE
          C0:FF:EE:00:11:22 | 123456789          | fff0      | ''           | MAYBE
          C0:FF:EE:00:11:22 | LED strip          | fff0      | ''           | MAYBE
          C0:FF:EE:00:11:22 | JBD-SP04S020       | ''        | ''           | MAYBE
          C0:FF:EE:00:11:22 | JBD-SP04S020       | 180a      | ''           | MAYBE
          A4:C1:38:00:11:22 | -                  | ''        | ''           | MAYBE
          A4:C1:38:00:11:22 | 123456789          | ''        | ''           | MAYBE
          A4:C1:38:00:11:22 | ATC_001122         | ''        | ''           | NO
          A4:C1:38:00:11:22 | -                  | fe95      | ''           | NO
          C0:FF:EE:00:11:22 | 123456789          | ''        | ''           | NO
          C0:FF:EE:00:11:22 | LP-Printer         | 18f0      | ''           | NO
          C0:FF:EE:00:11:22 | -                  | ''        | ''           | NO
          C0:FF:EE:00:11:22 | -                  | 00010203-0405-0607-0809-0a0b0c0d1912 | '' | NO
          C0:FF:EE:00:11:22 | -                  | 0000ff00-1234-1000-8000-00805f9b34fb | '' | NO
          A4:C1:38:00:11:22 | ATC_001122         | 00010203-0405-0607-0809-0a0b0c0d1912 | '' | NO
          A4:C1:38:00:11:22 | -                  | 00010203-0405-0607-0809-0a0b0c0d1912 | '' | MAYBE
          A4:C1:38:00:11:22 | -                  | 00010203-0405-0607-0809-0a0b0c0d1912 ff00 | '' | YES
          A4:C1:38:00:11:22 | -                  | 00010203-0405-0607-0809-0a0b0c0d1912 fe95 | '' | NO
          """)
  void isSureOfAServiceWithASecondSignAndOfNothingElse(
      String mac, String name, String services, String manufacturer, Recognition.Verdict verdict) {
    assertThat(recognise(mac, name, services, manufacturer).verdict()).isEqualTo(verdict);
  }

  @Test
  void saysWhatSpeaksForIt() {
    assertThat(recognise("A4:C1:38:00:11:22", "SP04S020", "ff00", "22110038c1a4").reasons())
        .containsExactly(
            "service ff00", "name like SP??S*", "address A4:C1:38", "manufacturer data");
    assertThat(recognise("C0:FF:EE:00:11:22", "TV", "180a", "").reasons()).isEmpty();
    assertThat(recognise("A4:C1:38:00:11:22", "DWF000000000000", "ff00", "").reasons())
        .containsExactly("name like DWF*: a Daren board, which speaks a protocol of its own");
  }

  private static Recognition recognise(
      String mac, String name, String services, String manufacturer) {
    List<String> uuids = services.isEmpty() ? List.of() : List.of(services.split(" ", -1));
    return Recognition.of(
        new Advertisement(
            mac,
            Advertisement.AddressType.PUBLIC,
            Optional.ofNullable(name),
            OptionalInt.of(-60),
            uuids,
            manufacturer,
            "hci0",
            false));
  }
}
