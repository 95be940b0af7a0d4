// What there may be a hundred of, or 256: the most that C++ and SQLite carry, and one more.
#include <gmock/gmock.h>

#include "run_analysis.hpp"

namespace cqrsc {
namespace {

using testing::HasSubstr;

/// `piece` once for each number from 1, `#` being the number.
std::string times(int count, const std::string& piece) {
  std::string result;
  for (int number = 1; number <= count; ++number) {
    std::string one = piece;
    for (std::size_t at = one.find('#'); at != std::string::npos; at = one.find('#')) {
      one.replace(at, 1, std::to_string(number));
    }
    result += one;
  }
  return result;
}

std::string without_comma(std::string list) { return list.substr(0, list.rfind(',')); }

std::string findings_of(const std::string& top, const std::string& members = "") {
  const AnalysisRun run(
      {{"test.cqrs", "context t\nid TId\naggregate T by TId {\n  state { n: int32 }\n" +
                         std::string("  event E v1 { n: int32 }\n") +
                         "  command C creates { n: int32  emit E }\n  on E { n = n }\n" + members + "}\n" + top}});
  return run.findings();
}

std::string row(int fields, const std::string& type = "int32", const std::string& more = "") {
  return more + "projection P by t: TId {\n  n: int32\n" + times(fields, "  f#: " + type + "?\n") +
         "  on T.E { n = n }\n}\n";
}

TEST(Limits, FieldsOfARow) {
  EXPECT_EQ(findings_of(row(98)), "");
  EXPECT_THAT(findings_of(row(99)),
              HasSubstr("[CQ0345]: a row of `P` has 101 fields with its key, and at most 100 are possible"));
}

std::string value(int fields) { return "value V {\n" + times(fields, "  v#: int32 = 0\n") + "}\n"; }

std::string row_of_values(int fields, int in_each) {
  return value(in_each) + "projection P by t: TId {\n  n: int32\n" + times(fields, "  f#: V = V { }\n") +
         "  on T.E { n = n }\n}\n";
}

TEST(Limits, FieldsOfAValueInARow) {
  EXPECT_EQ(findings_of("value V {\n" + times(300, "  v#: int32\n") + "}\n"), "");
  const std::string creates = "projection P by t: TId { n: int32  v: V?  w: list<V> = []  on T.E { n = n } }\n";
  EXPECT_EQ(findings_of(value(300) + creates), "") << "what is one column is not taken apart";
  EXPECT_THAT(findings_of(row_of_values(1, 101)),
              HasSubstr("[CQ0345]: value `V`, which is in a row, has 101 fields, and at most 100 are possible"));
}

TEST(Limits, ColumnsOfATable) {
  EXPECT_THAT(findings_of(row_of_values(20, 100)),
              HasSubstr("[CQ0345]: projection `P` has 2002 columns, and at most 2000 are possible"));
  EXPECT_THAT(findings_of(row_of_values(19, 100)), testing::Not(HasSubstr("CQ0345")));
}

std::string query(int parameters, int selected) {
  return row(0) + "query Q(" + without_comma(times(parameters, "p#: int32, ")) + ") select " +
         without_comma(times(selected, "s# = row.n, ")) + " from P\n";
}

TEST(Limits, ParametersAndResultsOfAQuery) {
  EXPECT_EQ(findings_of(query(100, 100)), "");
  EXPECT_THAT(findings_of(query(101, 1)),
              HasSubstr("[CQ0345]: query `Q` has 101 parameters, and at most 100 are possible"));
  EXPECT_THAT(findings_of(query(1, 101)),
              HasSubstr("[CQ0345]: a result of `Q` has 101 fields, and at most 100 are possible"));
}

/// Each holds the one before, so often.
std::string nested(int values, int times_held, bool outermost_first = false) {
  std::string result;
  for (int i = 0; i < values; ++i) {
    const std::string inner = i == 0 ? "bool" : "list<V" + std::to_string(i - 1) + ">";
    const std::string one =
        "value V" + std::to_string(i) + " {\n" + times(i == 0 ? 1 : times_held, "  f#: " + inner + "\n") + "}\n";
    result = outermost_first ? one + result : result + one;
  }
  return result;
}

TEST(Limits, ValuesWithinEachOther) {
  EXPECT_EQ(findings_of(nested(99, 1)), "");
  for (const int many : {101, 300, 20'000}) {
    for (const bool outermost_first : {false, true}) {
      const std::string found = findings_of(nested(many, 1, outermost_first));
      EXPECT_THAT(found, HasSubstr("declarations within each other, and at most 100 are possible")) << many;
      EXPECT_EQ(found.find("CQ", found.find("CQ0345") + 1), std::string::npos) << "one chain is one mistake";
    }
  }
}

TEST(Limits, FieldsOfAllThatIsWithin) {
  EXPECT_EQ(findings_of(nested(17, 2)), "");
  EXPECT_EQ(findings_of(nested(18, 2)), findings_of(nested(30, 2))) << "only the first one is told";
  EXPECT_THAT(
      findings_of(nested(18, 2)),
      HasSubstr("[CQ0345]: value `V17` has 131072 fields with those of what it holds, and at most 65536 are possible"));
}

TEST(Limits, AlternativesOfAUnion) {
  EXPECT_EQ(findings_of("union U {\n" + times(256, "  A# = # { }\n") + "}\n"), "");
  EXPECT_THAT(findings_of("union U {\n" + times(257, "  A# = # { }\n") + "}\n"),
              HasSubstr("[CQ0345]: union `U` has 257 alternatives, and at most 256 are possible"));
}

TEST(Limits, RejectionsOfACommand) {
  const auto command = [](int errors) {
    return "  command D { n: int32  " + times(errors, "require n != # else E#  ") + "emit E }\n";
  };
  const std::string errors = times(256, "error E#\n");
  EXPECT_EQ(findings_of(errors, command(255)), "") << "the last is `DoesNotExist`";
  EXPECT_THAT(findings_of(errors, command(256)),
              HasSubstr("[CQ0345]: command `D` has 257 rejections, and at most 256 are possible"));
}

}  // namespace
}  // namespace cqrsc
