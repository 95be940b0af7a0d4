#include "display.hpp"

#include <sstream>

#include <gtest/gtest.h>

#include "table.hpp"

namespace cqrs::ctl {
namespace {

TEST(DisplayTest, ShowsWhatATerminalWouldActOn) {
  EXPECT_EQ(printable("a\tb\x1b[31m"), "a␉b␛[31m");
  EXPECT_EQ(printable("x\xff\xc3"), "x\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(printable("\xE2\x80\xAEtxt"), "\xEF\xBF\xBDtxt") << "a right-to-left override";
  EXPECT_EQ(printable("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD") << "a surrogate";
  EXPECT_EQ(printable("Zoë 金子"), "Zoë 金子");
}

TEST(DisplayTest, CountsColumns) {
  EXPECT_EQ(columns_of("Ada"), 3U);
  EXPECT_EQ(columns_of("金子"), 4U);
  EXPECT_EQ(columns_of("e\xCC\x81"), 1U) << "an accent of its own stands on what is before it";
}

TEST(DisplayTest, FitsIntoColumns) {
  EXPECT_EQ(fitted("Ada", 5), "Ada  ");
  EXPECT_EQ(fitted("Adelaide", 5), "Adel…");
  EXPECT_EQ(fitted("金子花子", 5), "金子…");
  EXPECT_EQ(fitted("金子花子", 4), "金… ") << "half a character is none";
  EXPECT_EQ(fitted("Adelaide", 0), "");
  EXPECT_EQ(fitted_around("0123456789", 7), "012…789");
  EXPECT_EQ(fitted_around("金子花子太郎", 6), "金…郎 ");
  EXPECT_EQ(fitted_around("Ada", 7), "Ada    ");
}

TEST(TableTest, CutsTheWidestThatMayBeCut) {
  std::ostringstream out;
  std::ostringstream err;
  const Console console{.out = out, .err = err, .width = 20};
  Table table(console, {{"NAME", false, 4}, {"NUMBER", true}, {"TEXT", false, 4}});
  table.add({"Ada", "7", "a long text that does not fit"});
  table.add({"Adelaide the first", "12345678901", "short"});
  table.flush();
  EXPECT_EQ(out.str(),
            "NAME       NUMBER  TEXT\n"
            "Ada             7  a l…\n"
            "Ade…  12345678901  sho…\n");
}

TEST(TableTest, NeverTouchesWhatMayNotBeCut) {
  std::ostringstream out;
  std::ostringstream err;
  const Console console{.out = out, .err = err, .width = 8};
  Table table(console, {{"POSITION"}, {"TEXT", false, 4}});
  table.add({"0-1234567-0", "text"});
  table.flush();
  EXPECT_EQ(out.str(), "POSITION     TEXT\n0-1234567-0  text\n");
}

TEST(TableTest, HasNoLimitWhereNobodyLooks) {
  std::ostringstream out;
  std::ostringstream err;
  const Console console{.out = out, .err = err};
  Table table(console, {{"A", false, 4}, {"B"}});
  table.add({std::string(300, 'x'), "y"});
  table.flush();
  EXPECT_EQ(out.str(), "A" + std::string(301, ' ') + "B\n" + std::string(300, 'x') + "  y\n");
}

TEST(TableTest, KeepsItsColumnsWhileAListGrows) {
  std::ostringstream out;
  std::ostringstream err;
  const Console console{.out = out, .err = err, .width = 12};
  Table table(console, {{"A", false, 4}, {"B", false, 4}});
  table.add({"1", "2"});
  table.flush();
  table.add({"123456", "2"});
  table.flush();
  EXPECT_EQ(out.str(), "A  B\n1  2\n…  2\n");
}

}  // namespace
}  // namespace cqrs::ctl
