package cellwarden.simulator;

import static cellwarden.simulator.Simulations.answer;
import static cellwarden.simulator.Simulations.answers;
import static cellwarden.simulator.Simulations.bms;
import static cellwarden.simulator.Simulations.decoded;
import static cellwarden.simulator.Simulations.fragments;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cellwarden.protocol.Decoded;
import cellwarden.protocol.Payload;
import cellwarden.protocol.Request;
import cellwarden.protocol.Response;
import cellwarden.protocol.Status;
import cellwarden.protocol.register.BasicInfo;
import cellwarden.protocol.register.CellVoltages;
import cellwarden.protocol.register.HardwareVersion;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Each fault does what its name says.
class FaultsTest {

  private static final Request BASIC = BasicInfo.REGISTER.request();
  private static final Request CELLS = CellVoltages.REGISTER.request();

  private final Response basic = answer(bms("sim:"), BASIC);
  private final Response cells = answer(bms("sim:"), CELLS);

  @Test
  void firstUnansweredSwallowsOneRequestOfEachConnection() {
    SimulatedBms bms = bms("sim:?faults=first_unanswered");
    assertThat(bms.receive(BASIC.encode())).isEmpty();
    assertThat(answer(bms, BASIC)).isEqualTo(basic);
    bms.connected();
    assertThat(bms.receive(BASIC.encode())).isEmpty();
  }

  @Test
  void splitCutsAnywhereAndLosesNothing() {
    SimulatedBms bms = bms("sim:?faults=split");
    Set<Integer> firstCuts = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      List<Payload> slices = fragments(bms, BASIC);
      firstCuts.add(slices.getFirst().length());
      assertThat(Fragments.join(slices)).isEqualTo(basic.encode());
      assertThat(slices).noneMatch(Payload::isEmpty);
    }
    assertThat(firstCuts).hasSizeGreaterThan(5);
  }

  @Test
  void mergePutsTheAnswerBeforeIntoTheSameFragment() {
    SimulatedBms bms = bms("sim:?faults=merge");
    assertThat(fragments(bms, BASIC)).containsExactly(Payload.of(basic.encode()));
    List<Payload> both = fragments(bms, CELLS);
    assertThat(both).hasSize(1);
    assertThat(answers(both)).containsExactly(basic, cells);
    assertThat(answers(fragments(bms, CELLS))).as("no copy of the same").containsExactly(cells);
  }

  @Test
  void noiseStandsAroundAnAnswerThatIsWhole() {
    SimulatedBms bms = bms("sim:?faults=noise");
    Set<String> strays = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      List<Payload> noisy = fragments(bms, BASIC);
      strays.add(noisy.getFirst().hex());
      assertThat(decoded(noisy)).contains(new Decoded.Answer(basic));
      assertThat(decoded(noisy)).hasAtLeastOneElementOfType(Decoded.Skipped.class);
    }
    assertThat(strays).contains("00", "dd").hasSizeGreaterThan(10);
  }

  @Test
  void corruptChecksumLeavesNoValidAnswer() {
    SimulatedBms bms = bms("sim:?faults=corrupt_checksum:1");
    for (int i = 0; i < 50; i++) {
      List<Payload> corrupt = fragments(bms, BASIC);
      assertThat(Fragments.join(corrupt)).hasSameSizeAs(basic.encode());
      assertThat(answers(corrupt)).isEmpty();
    }
  }

  @Test
  void wrongRegisterComesBeforeTheRightOne() {
    SimulatedBms bms = bms("sim:?faults=wrong_register");
    assertThat(answers(fragments(bms, BASIC))).containsExactly(cells, basic);
    assertThat(answers(fragments(bms, CELLS))).containsExactly(basic, cells);
  }

  @Test
  void lateAnswerLeavesTwoSecondsLater() {
    SimulatedBms bms = bms("sim:?faults=late_answer:1");
    assertThat(bms.receive(BASIC.encode()))
        .isNotEmpty()
        .allSatisfy(delivery ->
            assertThat(((WireQueue.Fragment) delivery).after()).isEqualTo(Duration.ofSeconds(2)));
  }

  @Test
  void refuse05RefusesThatRegisterOnly() {
    SimulatedBms bms = bms("sim:?faults=refuse_05");
    assertThat(answer(bms, HardwareVersion.REGISTER.request()).status())
        .isEqualTo(Status.UNKNOWN_REGISTER);
    assertThat(answer(bms, BASIC)).isEqualTo(basic);
  }

  @Test
  void stallLastsUntilTheNextConnection() {
    SimulatedBms bms = bms("sim:?faults=stall:0.2&seed=4");
    int answered = 0;
    while (!bms.receive(BASIC.encode()).isEmpty()) {
      answered++;
    }
    for (int i = 0; i < 20; i++) {
      assertThat(bms.receive(BASIC.encode())).isEmpty();
    }
    assertThat(answered).isLessThan(100);
    int connections = 0;
    do {
      bms.connected();
      connections++;
    } while (bms.receive(BASIC.encode()).isEmpty());
    assertThat(connections).isLessThan(20);
  }

  @Test
  void hangUpFollowsHalfAnAnswer() {
    List<WireQueue.Event> deliveries = bms("sim:?faults=hang_up:1").receive(BASIC.encode());
    assertThat(deliveries).hasSize(2);
    assertThat(((WireQueue.Fragment) deliveries.getFirst()).bytes().length())
        .isEqualTo(basic.encode().length / 2);
    assertThat(deliveries.getLast()).isEqualTo(new WireQueue.HangUp(Duration.ZERO));
  }

  @Test
  void echoGivesTheRequestBack() {
    SimulatedBms bms = bms("sim:?faults=echo");
    assertThat(decoded(fragments(bms, BASIC))).containsExactly(new Decoded.Echo(BASIC));
  }

  @Test
  void noisyIsOvercomeByAskingAgain() {
    SimulatedBms bms = bms("sim:?faults=noisy&seed=11");
    Response clean = answer(bms("sim:?seed=11"), CELLS);
    for (int i = 0; i < 100; i++) {
      int tries = 0;
      do {
        tries++;
        assertThat(tries).isLessThan(8);
      } while (!answers(fragments(bms, CELLS)).contains(clean));
    }
  }

  @Test
  void sameSeedStrikesAlike() {
    SimulatedBms one = bms("sim:?faults=noisy&seed=5");
    SimulatedBms two = bms("sim:?faults=noisy&seed=5");
    for (int i = 0; i < 50; i++) {
      assertThat(one.receive(BASIC.encode())).isEqualTo(two.receive(BASIC.encode()));
    }
  }

  @Test
  void plansAreComposedAndOverridden() {
    Map<SimulatedFault, Double> plan = SimulatedFault.parse("noisy,stall:0.5,split:0");
    assertThat(plan.get(SimulatedFault.STALL)).isEqualTo(0.5);
    assertThat(plan.get(SimulatedFault.SPLIT)).isZero();
    assertThat(plan.get(SimulatedFault.NOISE)).isEqualTo(0.5);
    assertThat(SimulatedFault.parse("")).isEmpty();
    assertThat(SimulatedFault.parse("echo")).containsOnly(Map.entry(SimulatedFault.ECHO, 1.0));
  }

  @Test
  void unknownFaultsNameTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SimulatedFault.parse("nosy"))
        .withMessageStartingWith("there is no fault nosy, known are first_unanswered, split,")
        .withMessageEndingWith("echo, module_talk and noisy");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SimulatedFault.parse("split:2"))
        .withMessageContaining("split:2");
  }
}
