# Types that a source file defines outside of an unnamed namespace: another source file could define one of the same name,
# and no compiler or linker would say so. A member type (LoadJob::State) is its class's own.
FNR == 1 { unnamed = 0 }
/^ *namespace \{/ { unnamed = 1 }
/^ *\}  \/\/ namespace$/ { unnamed = 0 }
!unnamed && /^(struct|class|enum|enum class) [A-Za-z0-9_]+( final)?( :[^:].*)?( \{|$)/ { print FILENAME ":" FNR ": " $0 }
