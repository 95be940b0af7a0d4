// Export, import, backup.

#include <filesystem>

#include "../conformance/support.hpp"
#include "support.hpp"

namespace cqrs::ctl {
namespace {

using conformance::Append;
using testing::HasSubstr;

class CopyTest : public ToolTest {
 protected:
  CopyTest() { fill_bank(); }

  /// The lines of an export.
  std::vector<std::string> exported() {
    std::istringstream in(bank_ctl({"export", store(), "-"}).out);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }
  std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) text += line + "\n";
    return text;
  }
};

TEST_F(CopyTest, AnExportIsReadable) { expect_snapshot("export.jsonl", bank_ctl({"export", store(), "-"}).out); }

TEST_F(CopyTest, AnImportIsTheSameStore) {
  ASSERT_EQ(bank_ctl({"export", store(), file("bank.jsonl")}).code, 0);
  const auto imported = bank_ctl({"import", file("copy.db"), file("bank.jsonl")});
  EXPECT_EQ(imported.code, 0) << imported.err;
  EXPECT_EQ(imported.err, "bank-ctl: 6 commits with 6 events imported\n");
  EXPECT_EQ(bank_ctl({"events", file("copy.db"), "--json"}).out, bank_ctl({"events", store(), "--json"}).out);
  EXPECT_EQ(bank_ctl({"export", file("copy.db"), "-"}).out, read_file(file("bank.jsonl")));
  EXPECT_EQ(bank_ctl({"verify", file("copy.db")}).code, 0);
}

TEST_F(CopyTest, CommandsAreStillKnown) {
  {
    const auto writer = sqlite::open(store()).value();
    // What has no events, what only checks, what belongs to several streams, what is not text.
    ASSERT_TRUE(Append().command(Uuid::make(), "body", "result").to(*writer).has_value());
    Append several;
    several.write("account/1", {{.body = "\xff\x00", .tags = {"a", "b"}}});
    several.write("order/1", conformance::numbered(2)).check("order/2", ExpectedVersion::none());
    several.metadata().actor = "\xc3(";
    several.metadata().open = R"({"a": "b"})";
    several.metadata().causation = Uuid::make();
    several.metadata().correlation = Uuid::make();
    ASSERT_TRUE(several.to(*writer).has_value());
  }
  ASSERT_EQ(plain({"export", store(), file("bank.jsonl")}).code, 0);
  const auto imported = plain({"import", file("copy.db"), file("bank.jsonl")});
  ASSERT_EQ(imported.code, 0) << imported.err;
  EXPECT_EQ(plain({"export", file("copy.db"), "-"}).out, read_file(file("bank.jsonl")));
  const auto original = sqlite::open(store()).value();
  const auto copy = sqlite::open(file("copy.db")).value();
  std::size_t commands = 0;
  ASSERT_TRUE(original
                  ->read_commits([&](const Result<RecordedCommit>& commit) {
                    if (!commit->command) return Visit::next;
                    ++commands;
                    const auto known = original->find_command(commit->metadata->command_id).value();
                    const auto same = copy->find_command(commit->metadata->command_id).value();
                    EXPECT_TRUE(same.has_value());
                    EXPECT_EQ(same->result, known->result);
                    EXPECT_EQ(same->versions, known->versions);
                    EXPECT_EQ(same->position, known->position);
                    EXPECT_EQ(same->body_hash, known->body_hash);
                    return Visit::next;
                  })
                  .has_value());
  EXPECT_EQ(commands, 7U);
}

TEST_F(CopyTest, NothingIsOverwritten) {
  std::string text;
  const auto add = [&](const Ran& ran) { text += std::to_string(ran.code) + ": " + ran.err; };
  write_file(file("there"), "text");
  add(bank_ctl({"export", store(), file("there")}));
  add(bank_ctl({"export", store(), file("no/such/directory")}));
  add(bank_ctl({"import", store(), file("there")}));
  add(bank_ctl({"import", file("copy.db"), file("missing")}));
  add(bank_ctl({"backup", store(), file("there")}));
  EXPECT_EQ(read_file(file("there")), "text");
  expect_snapshot("copy_errors.txt", text);
}

TEST_F(CopyTest, ABrokenLineIsNamedAndTheImportGoesOnWhenItIsMended) {
  auto lines = exported();
  const auto good = lines;
  lines[4].replace(lines[4].find("\"before\":1"), 10, "\"before\":7");
  write_file(file("broken.jsonl"), joined(lines));
  const auto broken = bank_ctl({"import", file("copy.db"), file("broken.jsonl")});
  EXPECT_EQ(broken.code, 2);
  EXPECT_THAT(broken.err, HasSubstr("DIR/broken.jsonl: line 5: it goes on from version 7 of " + account(2) +
                                    ", which is at version 1; the first 3 commits are in DIR/copy.db"));
  write_file(file("mended.jsonl"), joined(good));
  EXPECT_EQ(bank_ctl({"import", file("copy.db"), file("mended.jsonl")}).code, 2) << "it is not empty";
  const auto resumed = bank_ctl({"import", file("copy.db"), file("mended.jsonl"), "--resume"});
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_EQ(bank_ctl({"export", file("copy.db"), "-"}).out, joined(good));
}

TEST_F(CopyTest, ACommandThatIsThereTwiceIsRefused) {
  auto lines = exported();
  lines.insert(lines.begin() + 2, lines[1]);
  write_file(file("twice.jsonl"), joined(lines));
  const auto refused = bank_ctl({"import", file("copy.db"), file("twice.jsonl")});
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("line 3: the command 01940000-cccc-7000-8000-000000000001 is there twice"));
}

TEST_F(CopyTest, AnExportThatWasCutIsSeen) {
  auto lines = exported();
  lines.resize(4);
  write_file(file("cut.jsonl"), joined(lines));
  const auto cut = bank_ctl({"import", file("copy.db"), file("cut.jsonl")});
  EXPECT_EQ(cut.code, 2);
  EXPECT_THAT(cut.err, HasSubstr("line 5: the export ends here"));
  EXPECT_THAT(cut.err, HasSubstr("the first 3 commits are in DIR/copy.db"));
  write_file(file("whole.jsonl"), joined(exported()));
  const auto resumed = bank_ctl({"import", file("copy.db"), file("whole.jsonl"), "--resume"});
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_EQ(bank_ctl({"export", file("copy.db"), "-"}).out, joined(exported()));
}

TEST_F(CopyTest, AnotherFileDoesNotGoOn) {
  ASSERT_EQ(bank_ctl({"export", store(), file("bank.jsonl")}).code, 0);
  ASSERT_EQ(bank_ctl({"import", file("copy.db"), file("bank.jsonl")}).code, 0);
  auto lines = exported();
  std::swap(lines[1], lines[2]);
  write_file(file("other.jsonl"), joined(lines));
  const auto refused = bank_ctl({"import", file("copy.db"), file("other.jsonl"), "--resume"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("line 2: it holds the command"));
}

TEST_F(CopyTest, ABackupIsTheSameStore) {
  const auto done = bank_ctl({"backup", store(), file("backup.db")});
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_EQ(bank_ctl({"export", file("backup.db"), "-"}).out, bank_ctl({"export", store(), "-"}).out);
}

TEST_F(CopyTest, WhatIsDamagedIsNotExported) {
  damage("first savings", "First savings");
  const auto refused = bank_ctl({"export", store(), file("bank.jsonl")});
  EXPECT_EQ(refused.code, 3);
  EXPECT_THAT(refused.err, HasSubstr("0-3-0"));
  EXPECT_FALSE(std::filesystem::exists(file("bank.jsonl")));
  EXPECT_FALSE(std::filesystem::exists(file("bank.jsonl.partial")));
}

}  // namespace
}  // namespace cqrs::ctl
