<#
.SYNOPSIS
Exports the message trace of Exchange Online, one file for each day (UTC).

.DESCRIPTION
No PowerShell runs on the machines where calfold is built: this script was checked against the documentation only
(docs/collecting.md). Try it on one day first.

Needs the module ExchangeOnlineManagement 3.7 or newer and an open session (Connect-ExchangeOnline; for a scheduled task with a
certificate, -AppId, -CertificateThumbprint and -Organization). The script itself knows no secret and writes none.

The service keeps 90 days and may add rows up to a day late, so a day is fetched when it has been over for 24 hours; by then hardly any
status is provisional. A day that has its file is not fetched again. Subjects are left out: calfold does not need them.

.EXAMPLE
./Export-MessageTrace.ps1 -Folder D:\calfold\inbox\mail -Days 60
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Folder,
    [ValidateRange(1, 89)] [int] $Days = 7,
    [ValidateRange(0, 240)] [int] $SettleHours = 24,
    # 100 requests in five minutes are accepted: one in three seconds.
    [ValidateRange(0, 60000)] [int] $PauseMilliseconds = 3000
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'Collector.psm1') -Force
Use-InvariantCulture

# The documented maximum of one answer.
$limit = 5000
$columns = @('Received', 'SenderAddress', 'RecipientAddress', 'Status', 'ToIP', 'FromIP', 'Size', 'MessageId', 'MessageTraceId')

# A day's rows, newest first. The cmdlet has no pages: the next answer goes on from the last row's recipient and time.
function Get-TraceDay {
    param([DateTime] $Day)
    $query = @{ StartDate = $Day; EndDate = $Day.AddDays(1); ResultSize = $limit; ErrorAction = 'Stop'; WarningAction = 'SilentlyContinue' }
    for ($last = ''; ; $last = $next) {
        $page = @(Invoke-Patiently { Get-MessageTraceV2 @query } -PauseMilliseconds $PauseMilliseconds)
        $page
        if ($page.Count -lt $limit) { return }
        $received = ConvertTo-UtcText $page[-1].Received
        $next = "$received $($page[-1].RecipientAddress)"
        if ($next -eq $last) { throw "The trace does not go on after $received." }
        $query.EndDate = [DateTime]::Parse($received, [Globalization.CultureInfo]::InvariantCulture, [Globalization.DateTimeStyles]::RoundtripKind)
        $query.StartingRecipientAddress = $page[-1].RecipientAddress
    }
}

# A day that began more than 90 days ago is refused.
$oldest = [DateTime]::UtcNow.AddDays(-90)
foreach ($day in Get-SettledDay $Days $SettleHours | Where-Object { $_ -gt $oldest }) {
    $path = Join-Path $Folder ('messagetrace_{0}.csv' -f (ConvertTo-DayText $day))
    if (Test-Path -LiteralPath $path) { continue }
    $rows = @(foreach ($message in Get-TraceDay $day) { ConvertTo-ExportRow $message $columns 'Received' })
    Write-ExportFile $rows $columns $path
}
