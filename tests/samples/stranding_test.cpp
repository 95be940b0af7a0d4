// Edits of samples/ticketing that look harmless and would strand stored events, each made alone: the compiler must say
// so, for the reason that is named.

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "child_process.hpp"

namespace {

namespace fs = std::filesystem;

constexpr auto kSample = CQRS_SOURCE_DIR "/samples/ticketing";

struct Edit {
  const char* name;
  const char* file;
  std::string from;
  std::string to;
  const char* code;

  friend void PrintTo(const Edit& edit, std::ostream* out) { *out << edit.name; }
};

class Stranding : public testing::TestWithParam<Edit> {
 protected:
  Stranding() : directory_(fs::temp_directory_path() / ("stranding_test." + std::to_string(::getpid()))) {
    fs::remove_all(directory_);
    fs::create_directories(directory_);
    for (const char* file : {"ticketing.cqrs", "cqrs.lock", "cqrs.samples"})
      fs::copy_file(fs::path(kSample) / file, directory_ / file);
  }
  Stranding(const Stranding&) = delete;
  Stranding& operator=(const Stranding&) = delete;
  ~Stranding() override { fs::remove_all(directory_); }

  void make(const Edit& edit) const {
    const fs::path path = directory_ / edit.file;
    std::ifstream in(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    const auto at = text.find(edit.from);
    ASSERT_NE(at, std::string::npos) << edit.file << " does not contain: " << edit.from;
    text.replace(at, edit.from.size(), edit.to);
    std::ofstream(path, std::ios::binary) << text;
  }

  struct Run {
    int status;
    std::string said;
  };
  [[nodiscard]] Run cqrsc(const char* command) const {
    ChildProcess child({CQRS_CQRSC, command, "ticketing.cqrs"},
                       {.directory = directory_.string(), .environment = {{"NO_COLOR", "1"}}, .with_errors = true});
    std::string said = child.read_all();
    return {child.wait(), std::move(said)};
  }

 private:
  fs::path directory_;
};

TEST_P(Stranding, IsRefused) {
  const auto before = cqrsc("check");
  ASSERT_EQ(before.status, 0) << before.said;
  make(GetParam());
  const auto checked = cqrsc("check");
  EXPECT_EQ(checked.status, 1);
  EXPECT_THAT(checked.said, testing::HasSubstr(std::string("error[") + GetParam().code + "]"));
  // What is refused cannot be sealed either; only what was lost by hand, and has not changed, is completed.
  if (std::string_view(GetParam().code) != "CQ0775") {
    EXPECT_EQ(cqrsc("lock").status, 1);
  }
}

const char* const kDomain = "ticketing.cqrs";
const char* const kLock = "cqrs.lock";

INSTANTIATE_TEST_SUITE_P(
    Edits, Stranding,
    testing::Values(Edit{"fields_swapped", kDomain, "    name:    string\n    email:   string\n",
                         "    email:   string\n    name:    string\n", "CQ0700"},
                    Edit{"field_widened", kDomain, "  event TicketsSent v1 { address: string }",
                         "  event TicketsSent v1 { address: string  floor: int8 = 0 }", "CQ0700"},
                    Edit{"other_pin", kDomain, "event SeatsAdded v2 { seats: list<Seat v2> }",
                         "event SeatsAdded v2 { seats: list<Seat v3> }", "CQ0700"},
                    Edit{"version_dropped", kDomain, "  event SeatsAdded v1 { seats: list<Seat v1> }\n", "", "CQ0500"},
                    Edit{"mapping_emptied", kDomain, "from v1 { customer = name }", "", "CQ0502"},
                    Edit{"event_deleted", kDomain, "  retired event NoteTaken v1 { text: string } becomes nothing\n",
                         "", "CQ0701"},
                    Edit{"event_revived", kDomain, "retired event NoteTaken v1 { text: string } becomes nothing",
                         "event NoteTaken v1 { text: string }\n  ignore NoteTaken", "CQ0706"},
                    Edit{"stream_renamed", kDomain, "aggregate Order by", "aggregate Booking by", "CQ0710"},
                    Edit{"context_renamed", kDomain, "context ticketing", "context tickets", "CQ0714"},
                    Edit{"key_of_another_type", kDomain, "id OrderId\n", "id OrderId = string\n", "CQ0711"},
                    Edit{"id_of_another_type", kDomain, "id ConcertId\n", "id ConcertId = int64\n", "CQ0709"},
                    Edit{"enum_renumbered", kDomain, "web = 1  boxOffice = 2", "web = 2  boxOffice = 1", "CQ0707"},
                    Edit{"union_renumbered", kDomain, "Voucher = 3", "Voucher = 4", "CQ0709"},
                    Edit{"alternative_changed", kDomain, "code: string", "code: bytes", "CQ0709"},
                    Edit{"value_changed", kDomain, "  row:    string\n  number: int32\n",
                         "  number: int32\n  row:    string\n", "CQ0709"},
                    Edit{"function_changed", kDomain, "rowOf(name: string) ->", "rowOf(name: string?) ->", "CQ0713"},
                    Edit{"function_without_revision", kDomain, "-> int32 revision 1", "-> int32", "CQ0506"},
                    Edit{"lock_edited", kLock, "event Order.TicketsSent v1\n  address: string",
                         "event Order.TicketsSent v1\n  address: bytes", "CQ0700"},
                    Edit{"lock_lost_a_block", kLock, "event Order.TicketsSent v1\n  address: string\n\n", "", "CQ0775"},
                    Edit{"lock_cut_off", kLock, "\nend\n", "\n", "CQ0770"},
                    Edit{"lock_in_conflict", kLock, "event Order.TicketsSent v1\n",
                         "<<<<<<< ours\nevent Order.TicketsSent v1\n", "CQ0771"}),
    [](const auto& edit) { return std::string(edit.param.name); });

}  // namespace
