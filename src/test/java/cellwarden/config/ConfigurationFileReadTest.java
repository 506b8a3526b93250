package cellwarden.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import cellwarden.protocol.register.TenfoldUnits;
import cellwarden.settings.BatteryConfig;
import cellwarden.settings.Configuration;
import cellwarden.settings.HomeAssistantDiscovery;
import cellwarden.settings.JournalConfig;
import cellwarden.settings.JournalConfig.Fsync;
import cellwarden.settings.MqttConfig;
import cellwarden.settings.MqttUrl;
import cellwarden.settings.Secret;
import cellwarden.settings.TlsFiles;
import cellwarden.transport.BleAddress;
import cellwarden.transport.SimAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigurationFileReadTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void readsEveryKey() throws ConfigurationException {
    Configuration configuration =
        Texts.read(
            """
            batteries:
              - name: myBattery
                address: ble:A4:C1:38:00:11:22
                interval: 10s
                connection: keep_alive
                x10: always
                settle: 500ms
                stack: kernel
                area: Garage
              - {name: other, address: 'sim:'}
            mqtt:
              url: mqtts://broker.example
              username: user
              password: 0042
              base_topic: home/batteries
              client_id: cellwarden-2
              discovery: off
              discovery_prefix: ha
              backfill: off
              max_age: 7d
              invert_current: true
              attributes: on
            journal:
              path: /var/lib/cellwarden/bms_data.jsonl
              fsync: 5s
              max_file_size: 500kB
              max_age: 365d
              max_size: 2GB
              reserve: 1MB
            bluetooth:
              recovery: gentle
            """);
    assertThat(configuration)
        .isEqualTo(
            new Configuration(
                List.of(
                    new BatteryConfig(
                        "myBattery",
                        Optional.empty(),
                        BleAddress.of("A4:C1:38:00:11:22").over(BleAddress.Stack.KERNEL),
                        Duration.ofSeconds(10),
                        true,
                        TenfoldUnits.ALWAYS,
                        Duration.ofMillis(500),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("Garage")),
                    Defaults.battery("other", new SimAddress("", new TreeMap<>()))),
                Optional.of(
                    new MqttConfig(
                        new MqttUrl.Remote("broker.example", 8883, true),
                        Optional.of("user"),
                        Optional.of(new Secret("0042")),
                        "home/batteries",
                        Optional.of("cellwarden-2"),
                        HomeAssistantDiscovery.OFF,
                        "ha",
                        false,
                        Optional.of(Duration.ofDays(7)),
                        TlsFiles.NONE,
                        true,
                        true,
                        Optional.empty())),
                new JournalConfig(
                    Path.of("/var/lib/cellwarden/bms_data.jsonl"),
                    new Fsync.Every(Duration.ofSeconds(5)),
                    500_000,
                    Optional.of(Duration.ofDays(365)),
                    2_000_000_000,
                    1_000_000),
                Configuration.Recovery.GENTLE,
                Optional.empty(),
                Optional.empty()));
    assertThat(configuration.battery("other")).contains(configuration.batteries().get(1));
    assertThat(configuration.battery("third")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Küche links, Küche links (a)",
    "'Лодка 🔋', Лодка 🔋 (a)",
    "12, 12 (a)",
    "'\"  a\\e[31m\\n\\u202eb \"', a [31m b (a)",
  })
  void namesABatteryForPeople(String yaml, String title) throws ConfigurationException {
    BatteryConfig battery =
        Texts.read("batteries: [{name: a, display_name: " + yaml + ", address: sim:4s}]")
            .batteries()
            .getFirst();
    assertThat(battery.title()).isEqualTo(title);
    assertThat(battery.name()).isEqualTo("a");
  }

  @Test
  void leavesOutWhatHasADefault() throws ConfigurationException {
    Configuration configuration =
        Texts.read("batteries: [{name: a, address: sim:4s}]\nmqtt: {url: 'embedded:'}");
    BatteryConfig battery = configuration.batteries().getFirst();
    assertThat(battery.interval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(battery.keepAlive()).isFalse();
    assertThat(battery.x10()).isEqualTo(TenfoldUnits.AUTO);
    assertThat(battery.settle()).isZero();
    assertThat(configuration.mqtt())
        .contains(Defaults.mqtt(new MqttUrl.Embedded(1883)))
        .get()
        .returns("batterie", MqttConfig::baseTopic)
        .returns(Optional.empty(), MqttConfig::clientId);
    assertThat(configuration.journal())
        .isEqualTo(
            new JournalConfig(
                Path.of("bms_data.jsonl"),
                new Fsync.Always(),
                64_000_000,
                Optional.empty(),
                1_000_000_000,
                200_000_000));
  }

  @ParameterizedTest
  @CsvSource({
    "ble:A4:C1:38:00:11:22, auto, ble:A4:C1:38:00:11:22",
    "ble:A4:C1:38:00:11:22, bluez, ble:A4:C1:38:00:11:22?stack=bluez",
    "ble:A4:C1:38:00:11:22?stack=kernel, auto, ble:A4:C1:38:00:11:22?stack=kernel",
    "ble:A4:C1:38:00:11:22?stack=auto, kernel, ble:A4:C1:38:00:11:22?stack=kernel",
    "ble:A4:C1:38:00:11:22?stack=kernel, kernel, ble:A4:C1:38:00:11:22?stack=kernel"
  })
  void stackIsNamedByTheKeyOrInTheAddress(String address, String key, String result)
      throws ConfigurationException {
    Configuration both =
        Texts.read("batteries: [{name: a, address: '%s', stack: %s}]".formatted(address, key));
    assertThat(both.batteries().getFirst().address()).hasToString(result);
  }

  @Test
  void stackMayBeNamedInTheAddressAlone() throws ConfigurationException {
    BatteryConfig battery =
        Texts.read("batteries: [{name: a, address: 'ble:A4:C1:38:00:11:22?stack=bluez'}]")
            .batteries()
            .getFirst();
    assertThat(battery.address())
        .isEqualTo(BleAddress.of("A4:C1:38:00:11:22").over(BleAddress.Stack.BLUEZ));
    assertThat(battery).isEqualTo(Defaults.battery("a", battery.address()));
  }

  @Test
  void withoutMqttSectionThereIsNoMqtt() throws ConfigurationException {
    assertThat(Texts.read("batteries: [{name: a, address: sim:4s}]").mqtt()).isEmpty();
  }

  @Test
  void keysAreMergedInAsElsewhereInYaml() throws ConfigurationException {
    Configuration configuration =
        Texts.read(
            """
            x-usual: &usual
              interval: 10s
              connection: keep_alive
            x-slow: &slow
              <<: *usual
              interval: 1h
              x-note: of the user alone
            batteries:
              - {name: a, address: sim:1s, <<: *usual}
              - {<<: *usual, name: b, address: sim:1s, interval: 5s}
              - {name: c, address: sim:1s, <<: [*slow, *usual]}
            """);
    assertThat(configuration.batteries())
        .extracting(BatteryConfig::interval, BatteryConfig::keepAlive)
        .containsExactly(
            tuple(Duration.ofSeconds(10), true),
            tuple(Duration.ofSeconds(5), true),
            tuple(Duration.ofHours(1), true));
  }

  /// Each mapping names the next one twice, and the last the first.
  @Test
  void mergingEndsWhateverNamesWhat() throws ConfigurationException {
    StringBuilder yaml = new StringBuilder("x-0: &a0 {interval: 10s}\n");
    for (int i = 1; i < 60; i++) {
      yaml.append("x-%d: &a%d {<<: [*a%d, *a%d]}\n".formatted(i, i, i - 1, i - 1));
    }
    yaml.append("batteries: [&self {name: a, address: sim:1s, <<: [*a59, *self]}]\n");
    assertThat(Texts.read(yaml.toString()).batteries().getFirst().interval())
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void environmentVariablesStandInAnyValue() throws ConfigurationException {
    Configuration configuration =
        ConfigurationFile.parse(
            "batteries: [{name: \"${A}-${B_2}\", address: \"sim:${C}\", interval: \"${D}\"}]",
            Texts.FILE,
            Map.of("A", "x", "B_2", "y", "C", "4s", "D", "1m"),
            _ -> Optional.empty());
    assertThat(configuration.batteries().getFirst().name()).isEqualTo("x-y");
    assertThat(configuration.batteries().getFirst().address()).hasToString("sim:4s");
    assertThat(configuration.batteries().getFirst().interval()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void valueOfVariableIsTakenAsItIs() throws ConfigurationException {
    Configuration configuration =
        ConfigurationFile.parse(
            "batteries: [{name: a, address: sim:4s}]\n"
                + "mqtt: {url: 'mqtt://h', username: u, password: '${P}'}",
            Texts.FILE,
            Map.of("P", "a$1\\${Q}: #"),
            _ -> Optional.empty());
    assertThat(configuration.mqtt().flatMap(MqttConfig::password))
        .contains(new Secret("a$1\\${Q}: #"));
  }

  @Test
  void passwordFileIsRelativeToConfigurationAndLosesItsLineFeed()
      throws ConfigurationException, IOException {
    Files.writeString(folder.resolve("pass"), " hunter2 \r\n");
    Path file = folder.resolve("cellwarden.yaml");
    Files.writeString(
        file,
        """
        batteries: [{name: a, address: 'sim:'}]
        mqtt: {url: 'mqtt://h', username: u, password_file: pass}
        """);
    Configuration configuration = ConfigurationFile.read(file, Map.of(), _ -> Optional.empty());
    assertThat(configuration.mqtt().flatMap(MqttConfig::password))
        .contains(new Secret(" hunter2 "));
    assertThat(configuration.toString()).doesNotContain("hunter2").contains("***");
  }

  @Test
  void byteOrderMarkIsNoPartOfTheFirstKey() throws ConfigurationException, IOException {
    Path file = folder.resolve("c.yaml");
    Files.writeString(file, "\uFEFFbatteries: [{name: a, address: 'sim:'}]");
    assertThat(ConfigurationFile.read(file, Map.of(), _ -> Optional.empty()).batteries())
        .hasSize(1);
  }

  @Test
  void fileThatCannotBeReadIsNamed() throws IOException {
    Path missing = folder.resolve("missing.yaml");
    assertThatThrownBy(() -> ConfigurationFile.read(missing, Map.of(), _ -> Optional.empty()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(missing + ": there is no such file; make one with \"cellwarden config init\"");
    assertThatThrownBy(() -> ConfigurationFile.read(folder, Map.of(), _ -> Optional.empty()))
        .hasMessage(folder + ": this is a folder; name a file inside it");
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, "# eins\n# zw\u00f6lf\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> ConfigurationFile.read(latin, Map.of(), _ -> Optional.empty()))
        .hasMessage(latin + ": line 2 is not UTF-8; save the file as UTF-8");
    Path cut = folder.resolve("cut.yaml");
    Files.write(cut, new byte[] {'#', (byte) 0xC3});
    assertThatThrownBy(() -> ConfigurationFile.read(cut, Map.of(), _ -> Optional.empty()))
        .hasMessage(cut + ": line 1 is not UTF-8; save the file as UTF-8");
    Path large = folder.resolve("large.yaml");
    Files.write(large, new byte[100_001]);
    assertThatThrownBy(() -> ConfigurationFile.read(large, Map.of(), _ -> Optional.empty()))
        .hasMessage(large + ": the file is larger than 100 kB; is it the right one?");
  }

  @Test
  void deniedAndBrokenFilesAreToldApart() {
    assertThat(SourceText.reason(new AccessDeniedException("f")))
        .isEqualTo("permission denied; let this user read the file");
    assertThat(SourceText.reason(new IOException("Input/output error")))
        .isEqualTo("the file cannot be read (Input/output error)");
  }

  @Test
  void fileWithoutContentSaysHowToMakeOne() {
    for (String text : List.of("", "# only a comment\n", "---\n", "null\n")) {
      assertThatThrownBy(() -> Texts.read(text))
          .hasMessage(
              "cellwarden.yaml: the file is empty; make one with \"cellwarden config init\"");
    }
  }
}
