#include <array>
#include <chrono>
#include <thread>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support.hpp"

namespace cqrs::sqlite {
namespace {

using namespace std::chrono_literals;

/// A process that has the store open for writing until it is told to let go, or killed.
class OtherProcess {
 public:
  explicit OtherProcess(const std::filesystem::path& path) {
    std::array<int, 2> opened{};
    if (pipe(opened.data()) != 0) throw std::runtime_error("no pipe");
    id_ = fork();
    if (id_ == 0) {
      const auto store = open(path);
      const char answer = store ? 'y' : 'n';
      if (write(opened[1], &answer, 1) != 1) _exit(1);
      pause();
      _exit(1);
    }
    char answer = 0;
    if (::read(opened[0], &answer, 1) != 1 || answer != 'y') throw std::runtime_error("the other process failed");
    close(opened[0]);
    close(opened[1]);
  }
  OtherProcess(const OtherProcess&) = delete;
  OtherProcess& operator=(const OtherProcess&) = delete;
  ~OtherProcess() { end(); }

  [[nodiscard]] pid_t id() const { return id_; }
  void end() {
    if (id_ <= 0) return;
    kill(id_, SIGKILL);
    waitpid(id_, nullptr, 0);
    id_ = 0;
  }

 private:
  pid_t id_ = 0;
};

using WriterLockTest = SqliteTest;

TEST_F(WriterLockTest, ASecondWriterIsKeptOut) {
  OtherProcess other(file());
  const auto second = open(file());
  EXPECT_ERROR(second, ErrorCode::unavailable);
  EXPECT_THAT(second.error().text, testing::HasSubstr("process " + std::to_string(other.id())));
}

TEST_F(WriterLockTest, ASecondWriterInTheSameProcessIsKeptOut) {
  const auto first = open_store();
  const auto second = open(file());
  EXPECT_ERROR(second, ErrorCode::unavailable);
  EXPECT_THAT(second.error().text, testing::HasSubstr("this process itself"));
}

TEST_F(WriterLockTest, AnotherNameOfTheFileIsNoWayRound) {
  const auto first = open_store();
  std::filesystem::create_symlink(file(), directory() / "link.db");
  EXPECT_ERROR(open(directory() / "link.db"), ErrorCode::unavailable);
  EXPECT_ERROR(open(directory() / "../" / directory().path().filename() / "store.db"), ErrorCode::unavailable);
}

TEST_F(WriterLockTest, TheLockEndsWithItsHolderHoweverThatEnds) {
  OtherProcess other(file());
  other.end();
  EXPECT_TRUE(open(file()));
  open_store()->close().value();
  EXPECT_TRUE(open(file()));
}

TEST_F(WriterLockTest, AWriterMayWaitForTheOther) {
  OtherProcess other(file());
  std::thread ender([&] {
    std::this_thread::sleep_for(50ms);
    other.end();
  });
  const auto store = open(file(), {.wait_for_writer = 60s});
  ender.join();
  ASSERT_OK(store);
  ASSERT_OK(Append().write("account/1", numbered(1)).to(**store));
}

TEST_F(WriterLockTest, WaitingEndsInTime) {
  const auto first = open_store();
  EXPECT_ERROR(open(file(), {.wait_for_writer = 30ms}), ErrorCode::unavailable);
}

TEST_F(WriterLockTest, ReadersAreWelcomeBesideAnotherProcess) {
  {
    const auto store = open_store();
    ASSERT_OK(Append().write("account/1", numbered(2)).to(*store));
  }
  OtherProcess other(file());
  const auto reader = open_store({.access = Access::read_only});
  EXPECT_EQ(read_all(*reader).size(), 2U);
}

}  // namespace
}  // namespace cqrs::sqlite
