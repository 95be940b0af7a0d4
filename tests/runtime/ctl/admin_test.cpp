// The admin socket: what it answers, and what it puts up with.

#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cqrs/admin.hpp>

#include "../projection/projection_fixture.hpp"
#include "../sqlite/support.hpp"

namespace cqrs {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// A tool as it might be written by somebody who means harm.
class RawClient {
 public:
  explicit RawClient(const std::string& path) : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient() { ::close(socket_); }

  [[nodiscard]] bool connected() const { return connected_; }
  bool send(const std::string& text) {
    return ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
  }
  /// Up to the end of the line; what there is where the other end closes.
  std::string line() {
    std::string text;
    char c = 0;
    while (::recv(socket_, &c, 1, 0) == 1 && c != '\n') text += c;
    return text;
  }

 private:
  int socket_;
  bool connected_ = false;
};

class AdminTest : public projection_test::ProjectionTest {
 protected:
  void SetUp() override { start(); }
  std::string answer(const std::string& request) { return answer_admin(request, *projections, "uid 7"); }
  std::string path() const { return (directory_ / "bank.db.sock").string(); }
  std::unique_ptr<AdminSocket> listen(AdminSocket::Options with = {}) {
    auto socket = AdminSocket::start(path(), *projections, with);
    EXPECT_TRUE(socket.has_value()) << socket.error();
    return *std::move(socket);
  }

  sqlite::TemporaryDirectory directory_;
};

TEST_F(AdminTest, AnswersWithWhereProjectionsStand) {
  projection_test::add(store, "a", "Added", "5");
  projection_test::add(store, "b", "Added", "x");
  follow_to_the_end();
  const auto said = answer(R"({"do":"projections"})");
  EXPECT_THAT(said, StartsWith(R"({"projections":[{"name":"t.Total","state":"live","inline":false,"generation":1,)"
                               R"("position":"0-2-0","lag_events":0,"lag_seconds":0,)"));
  EXPECT_THAT(said, HasSubstr(R"("dead_letters":{"failed":1,"waiting":0,"parked":0})"));
}

TEST_F(AdminTest, ChangesWithAReason) {
  EXPECT_EQ(answer(R"({"do":"pause","projection":"Total","reason":"to look"})"), "{}");
  EXPECT_EQ(status().state, ProjectionState::paused);
  EXPECT_EQ(answer(R"({"do":"resume","projection":"t.Total","reason":"seen","actor":"ada"})"), "{}");
  EXPECT_NE(status().state, ProjectionState::paused);
  EXPECT_EQ(answer(R"({"do":"rebuild","projection":"Total","reason":"it was wrong"})"), "{}");
  std::vector<std::string> audit;
  ASSERT_TRUE(rows->read([&](sql::Connection& connection) -> Result<void> {
    auto* statement = connection.prepare("SELECT action, reason, actor FROM cqrs_audit ORDER BY id").value();
    while (statement->step().value()) {
      audit.push_back(std::string(statement->text(0)) + " " + std::string(statement->text(1)) + " " +
                      std::string(statement->text(2)));
    }
    return {};
  }));
  EXPECT_THAT(audit, testing::ElementsAre("pause to look uid 7", "resume seen ada", "rebuild it was wrong uid 7"));
}

TEST_F(AdminTest, RefusesWhatHasNoReason) {
  for (const std::string what : {"pause", "resume", "rebuild", "retry", "discard"}) {
    EXPECT_THAT(answer(R"({"do":")" + what + R"(","projection":"Total"})"),
                StartsWith(R"({"error":{"code":"invalid_argument","text":"a change of a projection needs a reason)"));
  }
}

TEST_F(AdminTest, DeadLettersAreListedRetriedAndDiscarded) {
  projection_test::add(store, "a", "Added", "x");
  projection_test::add(store, "a", "Added", "2");
  projection_test::add(store, "b", "Added", "?");
  follow_to_the_end();
  const auto all = answer(R"({"do":"dead_letters"})");
  EXPECT_THAT(all, HasSubstr(R"("sequence":"[\"a\"]","position":"0-1-0","type":"t.Ledger.Added")"));
  EXPECT_THAT(all, HasSubstr(R"("sequence":"stream:t.Ledger/b")"));
  EXPECT_THAT(all, HasSubstr("the amount is x"));
  EXPECT_THAT(answer(R"({"do":"dead_letters","projection":"Total","limit":1})"), testing::Not(HasSubstr("0-2-0")));
  EXPECT_EQ(answer(R"({"do":"discard","projection":"Total","sequence":"[\"a\"]","position":"0-1-0","reason":"typo"})"),
            R"({"events":1})");
  projection_test::healed = true;
  // What stood behind the discarded one may have gone on by itself before.
  EXPECT_THAT(answer(R"({"do":"retry","projection":"Total","reason":"mended"})"), StartsWith(R"({"events":)"));
  EXPECT_EQ(answer(R"({"do":"dead_letters","projection":"Total"})"), R"({"dead_letters":[]})");
  EXPECT_EQ(shown().at("a").sum, 2);
  EXPECT_EQ(shown().at("b").sum, 0);
}

TEST_F(AdminTest, SaysWhatIsWrong) {
  const auto error = [&](const std::string& request) { return answer(request); };
  for (const std::string request : {"", "x", "[]", "7", "{", R"({"do":7})", R"({"do":"pause"} x)", "{\"do\":\"\xff\"}",
                                    R"({"do":"pause","do":"pause"})", R"({"position":"here"})", R"({"limit":-1})",
                                    R"({"limit":10001})", R"({"other":1})"}) {
    EXPECT_THAT(error(request), StartsWith(R"({"error":{"code":"invalid_argument")")) << request;
  }
  EXPECT_THAT(error("{}"), StartsWith(R"({"error":{"code":"unsupported")"));
  EXPECT_THAT(error(R"({"do":"dance"})"), HasSubstr("dance"));
  EXPECT_THAT(error(R"({"do":"pause","projection":"Nothing","reason":"r"})"), HasSubstr(R"("code":"not_found")"));
}

TEST_F(AdminTest, SurvivesAnyBytes) {
  std::mt19937 random(11);
  const std::string whole = R"({"do":"dead_letters","projection":"Total","sequence":"[\"a\"]","limit":10})";
  for (int i = 0; i < 5'000; ++i) {
    std::string request = whole;
    for (unsigned changes = 1 + random() % 4; changes > 0; --changes) {
      const std::size_t at = random() % request.size();
      switch (random() % 3) {
        case 0: request[at] = static_cast<char>(random()); break;
        case 1: request.erase(at, 1 + random() % 5); break;
        default: request.insert(at, 1, "{}[]\",:0\\"[random() % 9]); break;
      }
      if (request.empty()) request = "x";
    }
    const auto said = answer(request);
    EXPECT_EQ(said.find('\n'), std::string::npos);
    EXPECT_THAT(said, StartsWith("{"));
  }
}

TEST_F(AdminTest, OnlyItsUserReachesTheSocket) {
  const auto socket = listen();
  struct stat found{};
  ASSERT_EQ(::lstat(path().c_str(), &found), 0);
  EXPECT_TRUE(S_ISSOCK(found.st_mode));
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
  RawClient client(path());
  ASSERT_TRUE(client.connected());
  ASSERT_TRUE(client.send("{\"do\":\"projections\"}\nnonsense\n"));
  EXPECT_THAT(client.line(), StartsWith(R"({"projections":[)"));
  EXPECT_THAT(client.line(), StartsWith(R"({"error":{"code":"invalid_argument")"));
}

TEST_F(AdminTest, OneThatIsSlowKeepsNoOtherWaiting) {
  const auto socket = listen();
  RawClient slow(path());
  ASSERT_TRUE(slow.send(R"({"do":"proj)"));
  RawClient deaf(path());
  for (int i = 0; i < 200; ++i) static_cast<void>(deaf.send("{\"do\":\"projections\"}\n"));
  RawClient quick(path());
  ASSERT_TRUE(quick.send("{\"do\":\"projections\"}\n"));
  EXPECT_THAT(quick.line(), StartsWith(R"({"projections":[)"));
  ASSERT_TRUE(slow.send("ections\"}\n"));
  EXPECT_THAT(slow.line(), StartsWith(R"({"projections":[)"));
}

TEST_F(AdminTest, LongLinesAndCrowdsAreSentAway) {
  const auto socket = listen({.clients = 2, .request_bytes = 1'000});
  {
    RawClient talker(path());
    ASSERT_TRUE(talker.send(std::string(5'000, 'x')));
    EXPECT_THAT(talker.line(), HasSubstr("too_large"));
    EXPECT_EQ(talker.line(), "");
  }
  RawClient first(path());
  RawClient second(path());
  for (auto* client : {&first, &second}) {
    ASSERT_TRUE(client->send("{\"do\":\"projections\"}\n"));
    if (client->line().find("too many tools") != std::string::npos) return;  // the talker has not left yet
  }
  RawClient third(path());
  EXPECT_THAT(third.line(), HasSubstr("too many tools"));
}

TEST_F(AdminTest, StopsWhileToolsAreConnected) {
  auto socket = listen();
  RawClient idle(path());
  ASSERT_TRUE(idle.send("{\"do\":\"projections\"}\n"));
  EXPECT_NE(idle.line(), "");
  socket->stop();
  socket->stop();
  EXPECT_EQ(idle.line(), "");
  EXPECT_FALSE(std::filesystem::exists(path()));
  EXPECT_FALSE(RawClient(path()).connected());
}

TEST_F(AdminTest, TakesThePlaceOfWhatIsGoneAndOfNothingElse) {
  {
    // A socket that nobody listens at any more.
    const int left = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path().data(), path().size());
    ASSERT_EQ(::bind(left, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ::close(left);
  }
  const auto socket = listen();
  const auto second = AdminSocket::start(path(), *projections);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, ErrorCode::unavailable);
  const auto file = (directory_ / "file").string();
  std::ofstream(file) << "text";
  const auto on_file = AdminSocket::start(file, *projections);
  ASSERT_FALSE(on_file.has_value());
  EXPECT_EQ(on_file.error().code, ErrorCode::invalid_argument);
  EXPECT_TRUE(std::filesystem::exists(file));
  const auto too_long = AdminSocket::start(directory_.path() / std::string(200, 'x'), *projections);
  ASSERT_FALSE(too_long.has_value());
  EXPECT_EQ(too_long.error().code, ErrorCode::invalid_argument);
  const auto nowhere = AdminSocket::start(directory_.path() / "no" / "such", *projections);
  ASSERT_FALSE(nowhere.has_value());
  EXPECT_EQ(nowhere.error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace cqrs
