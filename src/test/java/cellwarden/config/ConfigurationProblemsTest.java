package cellwarden.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigurationProblemsTest {
  private static final String ADDRESSES = "an address that starts with ble:, serial:, tcp: or sim:";

  @Test
  void allProblemsAreToldAtOnceInOrderOfTheFile() {
    assertThat(
            Texts.problemsIn(
                """
                jurnal:
                  path: x
                mqtt:
                  base_topic: /a/
                  url: http://broker
                batteries:
                  - name: my battery
                    address: bel:A4:C1:38:00:11:22
                    intervall: 10s
                  - interval: 10
                    name: b
                    name: c
                """))
        .containsExactly(
            "1: jurnal: unknown key; did you mean journal?",
            "4: mqtt.base_topic: expected a topic without + and #, without / at either end and"
                + " without $ at the start, found \"/a/\"",
            "5: mqtt.url: expected an MQTT URL, mqtt://host:1883, mqtts://host:8883, ws://host/path, wss://host/path or embedded:,"
                + " found something else",
            "7: batteries[0].name: expected 1 to 64 letters, digits, _ or -, found \"my battery\"",
            "8: batteries[0].address: unknown scheme bel, an address starts with ble:, serial:,"
                + " tcp: or sim:; write it like ble:A4:C1:38:00:11:22",
            "9: batteries[0].intervall: unknown key; did you mean interval?",
            "10: batteries[1].address: missing; expected " + ADDRESSES,
            "10: batteries[1].interval: 10 has no unit; write 10s for seconds",
            "12: batteries[1].name: given twice, first on line 11");
  }

  @Test
  void messageJoinsTheProblemsByLineFeeds() {
    assertThat(new ConfigurationException(List.of("a: b", "c: d")))
        .hasMessage("a: b\nc: d")
        .returns(List.of("a: b", "c: d"), ConfigurationException::problems);
  }

  @Test
  void batteriesMustBeAListWithEntries() {
    String expected = "expected a list of batteries such as \"- name: myBattery\", found ";
    assertThat(Texts.problemsIn("journal: {path: x}"))
        .containsExactly("1: batteries: missing; list a battery with its name and address");
    assertThat(Texts.problemsIn("batteries: []"))
        .containsExactly("1: batteries: " + expected + "an empty list");
    assertThat(Texts.problemsIn("batteries:"))
        .containsExactly("1: batteries: " + expected + "nothing");
    assertThat(Texts.problemsIn("batteries:\n  name: a\n  address: sim:"))
        .containsExactly("2: batteries: " + expected + "keys with values");
    assertThat(Texts.problemsIn("batteries:\n  - sim:4s\n  - [a]\n"))
        .containsExactly(
            "2: batteries[0]: expected keys such as \"name: myBattery\", found a single value",
            "3: batteries[1]: expected keys such as \"name: myBattery\", found a list");
  }

  @Test
  void sectionsMustHaveKeys() {
    assertThat(
            Texts.problemsIn("mqtt: mqtt://x\njournal:\nbatteries: [{name: a, address: sim:4s}]"))
        .containsExactly(
            "1: mqtt: expected keys such as \"url: mqtt://127.0.0.1:1883\", found a single value",
            "2: journal: expected keys such as \"path: bms_data.jsonl\", found nothing");
    assertThat(Texts.problemsIn("- name: a"))
        .containsExactly("1: expected keys such as batteries:, found a list");
    assertThat(Texts.problemsIn("hello"))
        .containsExactly("1: expected keys such as batteries:, found a single value");
    assertThat(Texts.problemsIn("? [a]\n: b\nbatteries: [{name: a, address: sim:4s}]"))
        .containsExactly("1: a key must be a plain word");
  }

  @Test
  void nameAndAddressAreNeeded() {
    assertThat(Texts.problemsIn("batteries:\n  - interval: 1m\n"))
        .containsExactly(
            "2: batteries[0].name: missing; expected 1 to 64 letters, digits, _ or -",
            "2: batteries[0].address: missing; expected " + ADDRESSES);
    assertThat(Texts.problemsIn("batteries:\n  - name:\n    address: [sim:4s]\n"))
        .containsExactly(
            "2: batteries[0].name: expected 1 to 64 letters, digits, _ or -, found nothing",
            "3: batteries[0].address: expected " + ADDRESSES + ", found a list");
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "' '", "\"\\e\\t\""})
  void aNameForPeopleHasSomethingToRead(String display) {
    assertThat(
            Texts.problemsIn(
                "batteries: [{name: a, display_name: " + display + ", address: sim:4s}]"))
        .singleElement(STRING)
        .startsWith("1: batteries[0].display_name: expected a text of 1 to 64 characters, found");
  }

  @Test
  void aNameForPeopleIsNotLongerThanALine() throws ConfigurationException {
    String longest = "batteries: [{name: a, display_name: " + "ü".repeat(64);
    assertThat(Texts.read(longest + ", address: sim:4s}]").batteries()).hasSize(1);
    assertThat(Texts.problemsIn(longest + "x, address: sim:4s}]"))
        .singleElement(STRING)
        .startsWith("1: batteries[0].display_name: expected a text of 1 to 64 characters, found");
  }

  @Test
  void nameOfTheProgramItselfIsTaken() {
    assertThat(Texts.problemsIn("batteries: [{name: bridge, address: sim:4s}]"))
        .containsExactly(
            "1: batteries[0].name: bridge names the program itself; choose another name");
  }

  @Test
  void namesAndAddressesAreUniqueExceptOfSimulators() {
    assertThat(
            Texts.problemsIn(
                """
                batteries:
                  - {name: a, address: sim:4s}
                  - {name: a, address: sim:4s}
                  - {name: b, address: tcp:host:1}
                  - {name: c, address: TCP:host:1}
                  - {name: d d, address: wrong}
                  - {name: d d, address: wrong}
                """))
        .contains(
            "3: batteries[1].name: the same as in batteries[0]; each battery needs its own",
            "5: batteries[3].address: the same as in batteries[2]; each battery needs its own")
        .hasSize(6);
  }

  @Test
  void oneBluetoothDeviceIsOneBatteryWhateverWayLeadsThere() {
    assertThat(
            Texts.problemsIn(
                """
                batteries:
                  - {name: a, address: 'ble:A4:C1:38:00:11:22'}
                  - {name: b, address: 'ble:a4:c1:38:00:11:22?adapter=hci1'}
                """))
        .containsExactly(
            "3: batteries[1].address: the same as in batteries[0]; each battery needs its own");
  }

  @Test
  void bluetoothStackIsNamedOnceAndOnlyForBluetooth() {
    assertThat(
            Texts.problemsIn(
                """
                batteries:
                  - name: a
                    address: ble:A4:C1:38:00:11:22?stack=bluez
                    stack: kernel
                  - name: b
                    address: tcp:192.168.1.7:8899
                    stack: auto
                  - {name: c, address: 'ble:A4:C1:38:00:11:33?stack=bluez', stack: bluez}
                  - {name: d, address: 'ble:A4:C1:38:00:11:44?stack=usb', stack: kernel}
                """))
        .containsExactly(
            "4: batteries[0].stack: kernel here, but stack=bluez in the address on line 3;"
                + " remove one of the two",
            "7: batteries[1].stack: only a battery on ble: has a Bluetooth stack, and this one is"
                + " on tcp:192.168.1.7:8899; remove this key",
            "9: batteries[3].address: \"usb\" is none of auto, kernel and bluez; write it like"
                + " ble:A4:C1:38:00:11:22?stack=kernel");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          stack: hci            | stack: expected one of auto, kernel, bluez, found "hci"
          interval: 5x          | interval: expected a duration such as 500ms, 10s, 1m30s, 1h, 1d or 2w, found "5x"
          interval: 999ms       | interval: 999ms is outside 1s to 1d
          interval: 25h         | interval: 25h is outside 1s to 1d
          settle: 6s            | settle: 6s is outside 0s to 5s
          connection: on-demand | connection: expected one of on_demand, keep_alive, found "on-demand"
          x10: 'yes'            | x10: expected one of auto, always, never, found "yes"
          X-10: auto            | X-10: unknown key; did you mean x10?
          intreval: 1s          | intreval: unknown key; did you mean interval?
          colour: red           | colour: unknown key; known keys are name, display_name, address, interval, connection, x10, settle, stack, pin, pin_file, password, password_file, password_mode, mac, area
          <<: 7                 | <<: expected keys to merge in, such as *usual, found a single value
          <<: {colour: red}     | colour: unknown key; known keys are name, display_name, address, interval, connection, x10, settle, stack, pin, pin_file, password, password_file, password_mode, mac, area
          interval: ${}         | interval: ${ begins an environment variable; write it like ${NAME}
          interval: '${A'       | interval: ${ begins an environment variable; write it like ${NAME}
          interval: ${UNSET}    | interval: the environment variable UNSET is not set
          """)
  void wrongSettingOfBatteryIsExplained(String line, String problem) {
    assertThat(Texts.problemsInBattery(line)).containsExactly("4: batteries[0]." + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mqtt://user:hunter2@host | a user does not belong into the URL; use the keys username and password
          mqtt://host:0            | the port 0 is not from 1 to 65535
          embedded:70000           | the port 70000 is not from 1 to 65535
          mqtt://host/topic        | only ws:// and wss:// have a path; end the URL with the port
          ws://host/a%2fb          | path and query of the URL may hold %20 and the like for what cannot stand there as it is, but nothing else with a %
          ws://host/a b            | expected an MQTT URL, mqtt://host:1883, mqtts://host:8883, ws://host/path, wss://host/path or embedded:, found something else
          """)
  void wrongUrlIsExplained(String url, String problem) {
    assertThat(Texts.problemsInMqtt("url: " + url, Map.of()))
        .containsExactly("5: mqtt.url: " + problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"insecure: true", "verify: false", "tls_insecure: true", "verify_certificate: no"})
  void whoWantsNoCertificateCheckedIsTalkedOutOfIt(String line) {
    assertThat(Texts.problemsInMqtt("url: mqtts://host\n" + line, Map.of()))
        .containsExactly(
            "6: mqtt."
                + line.replaceFirst(":.*", "")
                + ": unknown key; the broker's certificate is always checked, so name the authority"
                + " that signed it with ca_file");
  }

  @Test
  void filesForTlsAreThereAndOfUse() {
    assertThat(
            Texts.problemsInMqtt(
                "url: mqtt://host\nca_file: ca.crt\nclient_key: /etc/hostname", Map.of()))
        .containsExactly(
            "6: mqtt.ca_file: there is no file ca.crt",
            "6: mqtt.ca_file: the connection is not encrypted; write mqtts:// or wss:// in url, or"
                + " remove this key",
            "7: mqtt.client_key: the connection is not encrypted; write mqtts:// or wss:// in url,"
                + " or remove this key",
            "7: mqtt.client_key: needs client_certificate beside it");
    assertThat(Texts.problemsInMqtt("url: wss://host\nclient_certificate: /etc/hostname", Map.of()))
        .containsExactly("6: mqtt.client_certificate: needs client_key beside it");
  }

  @Test
  void wrongJournalIsExplained() {
    assertThat(
            Texts.problemsIn(
                "batteries: [{name: a, address: sim:4s}]\njournal:\n  path: ~/x\n  fsync: yes"))
        .containsExactly(
            "3: journal.path: ~ is not replaced by the home folder; write ${HOME}",
            "4: journal.fsync: expected always, never or a duration from 1s to 1h, found \"yes\"");
    assertThat(Texts.problemsIn("batteries: [{name: a, address: sim:4s}]\njournal: {path: ''}"))
        .containsExactly("2: journal.path: the path is empty");
    assertThat(
            Texts.problemsIn("batteries: [{name: a, address: sim:4s}]\njournal: {path: \"\\0\"}"))
        .containsExactly(
            "2: journal.path: this cannot be the path of a file; "
                + "if it holds letters beyond ASCII, start with LC_ALL=C.UTF-8");
  }

  @Test
  void textOfTheUserIsCutAndKeptOnOneLine() {
    assertThat(Texts.problemsInBattery("x10: \"a\\nb" + "c".repeat(70) + "\""))
        .containsExactly(
            "4: batteries[0].x10: expected one of auto, always, never, found \"a?b"
                + "c".repeat(57)
                + "…\"");
  }
}
