package cellwarden.poll;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.settings.BatteryConfig;
import cellwarden.testing.Answers;
import cellwarden.testing.Batteries;
import cellwarden.testing.FakeTime;
import cellwarden.testing.Reply;
import cellwarden.testing.ScriptedConnection;
import cellwarden.testing.ScriptedTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// What boards cost that lose the first request, or that give up a link when they are asked at
/// once.
final class LearnedStartTest {

  private static final BatteryConfig BATTERY = Batteries.named("myBattery");

  private final FakeTime time = new FakeTime();
  private ScriptedConnection last = new ScriptedConnection(time);

  @Test
  void goodBoardPaysNothing() throws Exception {
    BatteryReader reader = reader(BATTERY, Board.GOOD);
    for (int poll = 0; poll < 10; poll++) {
      reader.read();
    }

    assertThat(time.elapsed()).isZero();
    assertThat(last.sent()).startsWith(Answers.READ_BASIC, Answers.READ_CELLS);
  }

  @Test
  void sleepyBoardCostsATryOnce() throws Exception {
    BatteryReader reader = reader(BATTERY, Board.SLEEPY);
    assertThat(cost(reader)).isGreaterThan(Duration.ofMillis(1500));

    for (int poll = 0; poll < 10; poll++) {
      assertThat(cost(reader)).isEqualTo(Duration.ofMillis(250));
    }
    assertThat(last.sent()).startsWith(Answers.READ_CELLS, Answers.READ_BASIC, Answers.READ_CELLS);
  }

  @Test
  void boardThatTakesHalfASecondCostsTwoTries() throws Exception {
    BatteryReader reader = reader(BATTERY, Board.DEAF_FOR_400_MS);
    cost(reader);
    cost(reader);

    for (int poll = 0; poll < 10; poll++) {
      assertThat(cost(reader)).isEqualTo(Duration.ofMillis(500));
    }
  }

  @Test
  void needlessRequestIsForgotten() throws Exception {
    Board[] board = {Board.SLEEPY};
    BatteryReader reader = reader(BATTERY, () -> board[0]);
    cost(reader);
    board[0] = Board.GOOD;
    for (int poll = 0; poll < 3; poll++) {
      reader.read();
      assertThat(last.sent()).first().isEqualTo(Answers.READ_CELLS);
    }

    reader.read();

    assertThat(last.sent()).startsWith(Answers.READ_BASIC, Answers.READ_CELLS);
  }

  /// It hangs up when it is asked before 0.4 s.
  @Test
  void boardThatHangsUpGetsAPause() throws Exception {
    BatteryReader reader = reader(BATTERY, Board.HANGS_UP_BEFORE_400_MS);
    assertThat(reader.read().link().attempts()).isEqualTo(2);

    // Whether it is needed is seen at the next connect, then after ten, then after a hundred.
    assertThat(attempts(reader, 12)).containsExactly(2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1);
  }

  @Test
  void needlessPauseIsForgotten() throws Exception {
    Board[] board = {Board.HANGS_UP_BEFORE_400_MS};
    BatteryReader reader = reader(BATTERY, () -> board[0]);
    reader.read();
    board[0] = Board.GOOD;
    reader.read();

    assertThat(cost(reader)).isZero();
    assertThat(cost(reader)).isZero();
  }

  @Test
  void settleOfTheConfigurationIsTheLeast() throws Exception {
    BatteryReader reader =
        reader(Batteries.settling(BATTERY, Duration.ofMillis(700)), Board.HANGS_UP_BEFORE_400_MS);

    for (int poll = 0; poll < 3; poll++) {
      assertThat(reader.read().link().attempts()).isEqualTo(1);
    }
    assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(2100));
  }

  private enum Board {
    GOOD,
    SLEEPY,
    DEAF_FOR_400_MS,
    HANGS_UP_BEFORE_400_MS
  }

  private BatteryReader reader(BatteryConfig battery, Board board) {
    return reader(battery, () -> board);
  }

  private BatteryReader reader(BatteryConfig battery, Supplier<Board> board) {
    ScriptedTransport transport = new ScriptedTransport(time);
    transport.otherwise(() -> last = link(board.get()));
    return new BatteryReader(battery, transport, RefusedPasswords.inMemory(), time, new Random(1));
  }

  private ScriptedConnection link(Board board) {
    Duration connected = time.elapsed();
    int[] requests = {0};
    return new ScriptedConnection(time)
        .otherwise(request -> {
          requests[0]++;
          boolean early = time.elapsed().minus(connected).compareTo(Duration.ofMillis(400)) < 0;
          return switch (board) {
            case GOOD -> Answers.to(request);
            case SLEEPY -> requests[0] == 1 ? Reply.silence() : Answers.to(request);
            case DEAF_FOR_400_MS -> early ? Reply.silence() : Answers.to(request);
            case HANGS_UP_BEFORE_400_MS -> early ? Reply.lost() : Answers.to(request);
          };
        });
  }

  private Duration cost(BatteryReader reader) throws Exception {
    Duration before = time.elapsed();
    reader.read();
    return time.elapsed().minus(before);
  }

  private static List<Integer> attempts(BatteryReader reader, int polls) throws Exception {
    List<Integer> attempts = new ArrayList<>();
    for (int poll = 0; poll < polls; poll++) {
      attempts.add(reader.read().link().attempts());
    }
    return attempts;
  }
}
